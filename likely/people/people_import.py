"""One import of people: its file, its mapping, how far it came, and what it needs to be undone."""

from datetime import timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.people.account import Account
from likely.people.person import Person

KEPT_FOR: Final = timedelta(days=30)  # what an undo and the file of errors need; then it is forgotten


class ImportState(models.TextChoices):
    UPLOADED = "uploaded"  # the mapping is being chosen
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


UNDER_WAY: Final = (ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING)  # a worker's work


class PeopleImport(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="imports")
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.UPLOADED)
    file_name = models.CharField(max_length=160)
    path = models.CharField(max_length=200)  # of the folder with its rows, inside the home
    columns = models.JSONField(default=list)  # of the file, see likely/people/import_column.py
    mapping = models.JSONField(default=dict)  # {column: field, "property:KEY" or ""}
    options = models.JSONField(default=dict)  # region, population, whole: see likely/people/import_plan.py
    head_rows = models.PositiveIntegerField(default=1)  # of the file, before its first row of data
    total = models.PositiveIntegerField(default=0)  # rows of the file that have its columns
    checked = models.PositiveIntegerField(
        default=0
    )  # rows looked at before any is written, where all must fit
    rows = models.PositiveIntegerField(default=0)  # read so far
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)  # rows of somebody whom an earlier row told
    refused = models.PositiveIntegerField(default=0)  # rows; told one by one in the file of errors
    removed = models.PositiveIntegerField(default=0)  # by the undo: people who were added
    restored = models.PositiveIntegerField(default=0)  # by the undo: people put back as they were
    kept = models.PositiveIntegerField(default=0)  # that the undo left: asked, answered or changed since
    failure = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=160)  # "user:EMAIL", "key:NAME"
    worker = models.CharField(max_length=40, blank=True)  # who is at it
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)  # since then it can't be undone

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-created_at"], name="import_newest"),
            models.Index(fields=["state", "leased_until"], name="import_due"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def can_be_undone(self) -> bool:
        return (
            self.state == ImportState.DONE and self.forgotten_at is None and bool(self.added or self.updated)
        )

    @property
    def share(self) -> float:
        """How far it is, 0 to 1. Looking at all rows first counts as a third."""
        if self.state == ImportState.UNDOING:
            return (self.removed + self.restored + self.kept) / max(1, self.added + self.updated)
        done = self.rows / max(1, self.total)
        return (self.checked / max(1, self.total) + 2 * done) / 3 if self.options.get("whole") else done


class ImportChange(models.Model):
    """What an import did to one person or account, so that it can be undone. It goes with the person."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="changes", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="import_changes")
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="import_changes")
    added = models.BooleanField(default=False)
    fields = models.JSONField(default=dict)  # {field or ":KEY": [before, after]}; empty where it was added
    at = models.DateTimeField()  # changed_at of the row, as the import left it

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["people_import", "person"], condition=Q(account=None), name="import_change_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["people_import", "id"], name="import_change_order")]


class ImportFault(models.Model):
    """A row that was refused: which rule which value broke."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="faults", db_index=False)
    row = models.PositiveIntegerField()  # as a spreadsheet counts them: the head row is 1
    column = models.CharField(max_length=160, blank=True)  # as the file names it; "": the row as a whole
    rule = models.CharField(max_length=40)  # the refusal's code
    said = models.CharField(max_length=300)
    value = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["people_import", "row", "id"], name="import_fault_order")]
