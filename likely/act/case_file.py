"""A file of a case: that a colleague put in, that went out with a reply, or that a customer sent.

It lies in the database, so that it goes with its case and its person, and is in every backup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models, transaction

from likely.act.case import Case
from likely.base.journal import record
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.file_kind import KINDS, kind_of, safe_name
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.person import Person

MOST_AT_ONCE: Final = 10
MOST_OF_A_CASE: Final = 200
MEGABYTE: Final = 1_000_000  # bytes


class CaseFile(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="files")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="case_files")
    message = models.ForeignKey("CaseMessage", models.CASCADE, null=True, related_name="files")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")  # null: nobody of ours
    name = models.CharField(max_length=120)  # with an ending of its kind
    kind = models.CharField(max_length=8)  # one of KINDS, by its content
    size = models.PositiveIntegerField()  # bytes
    content = models.BinaryField()
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="case_file_at")]

    @property
    def media(self) -> str:
        return KINDS[self.kind].media


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody hands in; its name is theirs."""

    name: str
    content: bytes = field(repr=False)


def why_refused(upload: Upload) -> str:
    """size, empty or type; "" where it is kept."""
    if len(upload.content) > largest_file():
        return "size"
    if not upload.content:
        return "empty"
    return "" if kind_of(upload.content) in settings.FILE_KINDS else "type"


def largest_file() -> int:
    """In bytes, of one file and of all that go with one mail."""
    return int(settings.LARGEST_FILE_MB * MEGABYTE)


def check_files(uploads: Sequence[Upload]) -> None:
    """Refused by the first that can't be kept, by its name."""
    if len(uploads) > MOST_AT_ONCE:
        raise Refusal("too_many_files", f"At most {MOST_AT_ONCE} files at once.", field="files")
    for one in uploads:
        name = one.name[:80]
        match why_refused(one):
            case "size":
                said = f"The file {name!r} is larger than {settings.LARGEST_FILE_MB} MB."
                raise Refusal("case_file_too_large", said, field="files")
            case "empty":
                raise Refusal("case_file_empty", f"The file {name!r} is empty.", field="files")
            case "type":
                said = f"The file {name!r} is of a kind that is not taken."
                kinds = ", ".join(settings.FILE_KINDS)
                raise Refusal("file_kind", said, cure=f"Taken are: {kinds}.", field="files")
    if sum(len(one.content) for one in uploads) > largest_file():
        raise Refusal(
            "files_too_large", f"Together they are larger than {settings.LARGEST_FILE_MB} MB.", field="files"
        )


@transaction.atomic
def put_files(
    case: Case, uploads: Sequence[Upload], author: User | None, actor: str, now: datetime
) -> list[CaseFile]:
    """Into the case, by a colleague or a program (author: None); all of them or none."""
    if not uploads:
        raise Refusal("no_file", "No file was chosen.", field="files")
    check_files(uploads)
    if CaseFile.objects.filter(case=case).count() + len(uploads) > MOST_OF_A_CASE:
        raise Refusal("too_many_files", f"A case has at most {MOST_OF_A_CASE} files.", field="files")
    made = [keep_file(case, one, now, author=author) for one in uploads]
    record(case.workspace, actor, "case.file_added", case.subject, n=len(made))
    return made


@transaction.atomic
def drop_file(found: CaseFile, actor: str) -> None:
    """One that a colleague put in; what was sent or received belongs to its message."""
    if found.message_id is not None:
        raise Refusal("file_of_message", "What was sent or received stays with its message.", field="file")
    record(found.case.workspace, actor, "case.file_dropped", found.case.subject)
    found.delete()


def keep_file(
    case: Case, upload: Upload, now: datetime, author: User | None = None, message: Any = None
) -> CaseFile:
    """One that was checked before. message: the CaseMessage to which it belongs."""
    kind = kind_of(upload.content)
    made: CaseFile = CaseFile.objects.create(
        workspace_id=case.workspace_id,
        case=case,
        person_id=case.person_id,
        message=message,
        author=author,
        name=safe_name(upload.name, kind),
        kind=kind,
        size=len(upload.content),
        content=upload.content,
        at=now,
    )
    return made


def noted(files: Iterable[CaseFile]) -> list[dict[str, object]]:
    """As a message names what is attached to it."""
    return [
        {"name": one.name, "type": one.media, "size": one.size, "refused": "", "file": str(one.pk)}
        for one in files
    ]


def files_in(case: Case) -> list[CaseFile]:
    """That were put in by colleagues, without their bytes, the newest first."""
    rows = CaseFile.objects.of(case.workspace_id).filter(case=case, message=None)
    return list(rows.defer("content").select_related("author").order_by("-at", "-id")[:MOST_OF_A_CASE])
