import django.db.models.deletion
import django.utils.timezone
import likely.lib.identity
import likely.migrations._comment_index
import likely.migrations._person_index
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("tokens", models.FloatField(default=0)),
                ("at", models.DateTimeField()),
                ("rests_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Workspace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(default="en", max_length=12)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("smallest_group", models.PositiveSmallIntegerField(default=5)),
                ("target_score", models.SmallIntegerField(blank=True, null=True)),
                ("surveys_need_consent", models.BooleanField(default=False)),
                ("contact_policy", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Annotation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("text", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="annotations",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "day"], name="annotation_day")],
            },
        ),
        migrations.CreateModel(
            name="Playbook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("groups", models.JSONField(default=list)),
                ("with_comment", models.BooleanField(default=False)),
                ("with_permission", models.BooleanField(default=False)),
                ("condition", models.TextField(blank=True)),
                ("action", models.CharField(default="case", max_length=8)),
                ("owner_rule", models.CharField(blank=True, max_length=16)),
                ("tags", models.JSONField(default=list)),
                ("notify", models.BooleanField(default=False)),
                ("writes", models.CharField(blank=True, max_length=36)),
                ("is_on", models.BooleanField(default=False)),
                ("on_since", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="playbooks",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["is_on"], name="playbook_on")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "name"), name="playbook_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("rule", models.TextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="segments",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "name"), name="segment_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("paused", "Paused"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("draft", models.JSONField(null=True)),
                ("widget", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys",
                        to="likely.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThemeSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("themes", models.JSONField()),
                (
                    "origin",
                    models.CharField(
                        choices=[("discovered", "Discovered"), ("starter", "Starter"), ("edited", "Edited")],
                        max_length=12,
                    ),
                ),
                ("made_by", models.CharField(max_length=160)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("of", models.PositiveIntegerField(default=0)),
                ("tagged", models.PositiveIntegerField(default=0)),
                ("learnt", models.PositiveIntegerField(default=0)),
                ("until", models.DateTimeField(null=True)),
                ("until_id", models.UUIDField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="theme_sets",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="theme_set_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address_hash", models.CharField(max_length=64)),
                ("shown", models.CharField(blank=True, max_length=80)),
                ("channel", models.CharField(blank=True, max_length=16)),
                ("kind", models.CharField(blank=True, max_length=12)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("erased", "Erased"),
                            ("complaint", "Complaint"),
                            ("unsubscribed", "Unsubscribed"),
                            ("by_hand", "By Hand"),
                            ("imported", "Imported"),
                            ("hard_bounce", "Hard Bounce"),
                            ("soft_bounce", "Soft Bounce"),
                        ],
                        max_length=16,
                    ),
                ),
                ("source", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("bounces", models.JSONField(default=list)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suppressions",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "address_hash"], name="suppression_address")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "address_hash", "channel", "kind", "reason"),
                        name="suppression_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("erased", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seals",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["done_at"], name="seal_open")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="seal_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedBoard",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(allow_unicode=True, max_length=90)),
                ("pins", models.JSONField(default=list)),
                ("shared", models.UUIDField(null=True, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_boards",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "slug"), name="saved_board_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("group", models.CharField(blank=True, max_length=12)),
                ("language", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=150)),
                ("body", models.TextField()),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "name", "language"), name="reply_template_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Property",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("boolean", "Boolean"),
                            ("choice", "Choice"),
                        ],
                        max_length=8,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=80)),
                ("choices", models.JSONField(default=list)),
                ("guessed", models.BooleanField(default=False)),
                ("reading_from", models.UUIDField(blank=True, null=True)),
                ("misfits", models.PositiveIntegerField(default=0)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="properties",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("workspace", "key"), name="property_once")],
            },
        ),
        migrations.CreateModel(
            name="PromoterSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("landing", models.CharField(blank=True, max_length=500)),
                ("bonus", models.CharField(blank=True, max_length=300)),
                ("post", models.CharField(blank=True, max_length=400)),
                ("sites", models.JSONField(default=list)),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promoter_settings",
                        to="likely.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        max_length=8,
                    ),
                ),
                ("file_name", models.CharField(max_length=160)),
                ("path", models.CharField(max_length=200)),
                ("columns", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                ("head_rows", models.PositiveIntegerField(default=1)),
                ("total", models.PositiveIntegerField(default=0)),
                ("checked", models.PositiveIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("updated", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("repeated", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("removed", models.PositiveIntegerField(default=0)),
                ("restored", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("by", models.CharField(max_length=160)),
                ("worker", models.CharField(blank=True, max_length=40)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "-created_at"], name="import_newest"),
                    models.Index(fields=["state", "leased_until"], name="import_due"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.TextField(blank=True)),
                ("begun_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="named_request_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "key"), name="named_request_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MailSender",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("logo", models.CharField(blank=True, max_length=60)),
                ("colour", models.CharField(default="#0f766e", max_length=7)),
                ("postal_address", models.CharField(blank=True, max_length=300)),
                ("selector", models.CharField(blank=True, max_length=63)),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_sender",
                        to="likely.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("actor", models.CharField(max_length=160)),
                ("verb", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=80)),
                ("detail", models.JSONField(default=dict)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "-at"], name="journal_newest")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answers", models.CharField(max_length=9)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasures",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["done_at", "at"], name="erasure_open")],
            },
        ),
        migrations.CreateModel(
            name="DomainEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("subject", models.UUIDField()),
                ("key", models.CharField(max_length=120)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("handled_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["handled_at", "id"], name="domain_event_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "key"), name="domain_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelSetup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(max_length=16)),
                ("config", models.JSONField(default=dict)),
                ("secret", models.TextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channel_setups",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "channel"), name="channel_setup_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("policy", models.JSONField(default=dict)),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_settings",
                        to="likely.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="likely.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("external_id", models.CharField(max_length=160)),
                ("name", models.CharField(blank=True, max_length=160)),
                ("value", models.FloatField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "keeper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accounts",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "external_id"), name="account_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("manager", "Manager"),
                            ("analyst", "Analyst"),
                            ("agent", "Agent"),
                            ("viewer", "Viewer"),
                        ],
                        default="viewer",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "user"), name="member_once_per_workspace")
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("every", models.CharField(blank=True, max_length=4)),
                ("weekday", models.PositiveSmallIntegerField(default=1)),
                ("clock", models.CharField(default="08:00", max_length=5)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
                ("channel", models.CharField(default="mail", max_length=8)),
                ("on_value", models.BooleanField(default=False)),
                ("value_from", models.FloatField(null=True)),
                ("on_alarm", models.BooleanField(default=False)),
                ("quiet_start", models.CharField(default="20:00", max_length=5)),
                ("quiet_end", models.CharField(default="08:00", max_length=5)),
                ("since", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.segment",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["next_at"], name="digest_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "user"), name="digest_once_per_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wave", "Wave"),
                            ("trigger", "Trigger"),
                            ("outcome", "Outcome"),
                            ("once", "Once"),
                            ("in_app", "In App"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("plan", models.JSONField(default=dict)),
                ("priority", models.PositiveSmallIntegerField(default=50)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("pass_at", models.DateTimeField(blank=True, null=True)),
                ("fronts", models.JSONField(default=dict)),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="likely.segment",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="likely.survey",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programmes",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "priority"], name="programme_running")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "name"), name="programme_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                ("published_at", models.DateTimeField()),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="likely.survey",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "number"), name="survey_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoverySettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("after_days", models.PositiveSmallIntegerField(default=3)),
                (
                    "survey",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.survey",
                    ),
                ),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_settings",
                        to="likely.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailWords",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("subject", models.CharField(blank=True, max_length=150)),
                ("reminder_subject", models.CharField(blank=True, max_length=150)),
                ("preheader", models.CharField(blank=True, max_length=150)),
                ("lead", models.TextField(blank=True)),
                ("reminder", models.TextField(blank=True)),
                ("closing", models.TextField(blank=True)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_words",
                        to="likely.survey",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "language"), name="mail_words_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Experiment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("about", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(choices=[("assigned", "Assigned"), ("column", "Column")], max_length=8),
                ),
                ("column", models.CharField(max_length=60)),
                ("arms", models.JSONField()),
                ("expected", models.PositiveIntegerField()),
                ("minimum", models.PositiveIntegerField()),
                ("worthwhile", models.FloatField(default=0.0)),
                ("most_lost", models.PositiveSmallIntegerField(default=20)),
                ("guard_points", models.FloatField(default=5.0)),
                ("confirm_days", models.PositiveSmallIntegerField(default=90)),
                ("since", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("confirm_until", models.DateTimeField(blank=True, null=True)),
                (
                    "confirm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.survey",
                    ),
                ),
                (
                    "guard",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.survey",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="experiments",
                        to="likely.survey",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="experiments",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "name"), name="experiment_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Badge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("is_on", models.BooleanField(default=False)),
                ("days", models.PositiveSmallIntegerField(default=365)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "survey",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="likely.survey",
                    ),
                ),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="badge",
                        to="likely.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("times", models.PositiveIntegerField()),
                (
                    "survey",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="likely.survey",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "channel", "day"), name="opening_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFault",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=160)),
                ("rule", models.CharField(max_length=40)),
                ("said", models.CharField(max_length=300)),
                ("value", models.CharField(blank=True, max_length=200)),
                (
                    "people_import",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="faults",
                        to="likely.peopleimport",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["people_import", "row", "id"], name="import_fault_order")],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=160)),
                ("name", models.CharField(blank=True, max_length=160)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=24)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
                ("channel", models.CharField(blank=True, max_length=16)),
                ("population", models.CharField(default="customers", max_length=24)),
                ("properties", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True, default="", editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="likely.account",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "id"], name="person_newest"),
                    models.Index(fields=["workspace", "name", "id"], name="person_by_name"),
                    models.Index(fields=["workspace", "population", "id"], name="person_of_population"),
                    models.Index(fields=["workspace", "changed_at", "id"], name="person_changed"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("workspace", "external_id"),
                        name="person_external_id_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("workspace", "email"),
                        name="person_email_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("phone", ""), _negated=True),
                        fields=("workspace", "phone"),
                        name="person_phone_once",
                    ),
                    likely.migrations._person_index.PersonIndex(name="person_index"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("n", models.PositiveIntegerField(default=0)),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="likely.programme",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "hour"], name="tally_of_workspace")],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "hour"), name="tally_once_an_hour")
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(default="link", max_length=16)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("properties", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("viewed_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="likely.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations",
                        to="likely.programme",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="likely.survey",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "sent_at"], name="invitation_sent"),
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="invitation_remind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("key", models.CharField(blank=True, max_length=80)),
                ("properties", models.JSONField(default=dict)),
                ("source", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("considered", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="likely.person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "name", "received_at"], name="event_received"),
                    models.Index(fields=["person", "-at"], name="event_of_person"),
                    models.Index(
                        condition=models.Q(("considered", False)), fields=["id"], name="event_unconsidered"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("workspace", "key"),
                        name="event_once_per_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promoter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=16, null=True, unique=True)),
                ("invited_at", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("reference", models.CharField(blank=True, max_length=10)),
                ("case_study", models.CharField(blank=True, max_length=10)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promoters",
                        to="likely.person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promoters",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "-id"], name="promoter_newest")],
            },
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("endpoint_hash", models.CharField(max_length=64)),
                ("endpoint", models.CharField(max_length=1000)),
                ("keys", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="push_subscriptions",
                        to="likely.person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "endpoint_hash"), name="push_subscription_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("added", models.BooleanField(default=False)),
                ("fields", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_changes",
                        to="likely.account",
                    ),
                ),
                (
                    "people_import",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="likely.peopleimport",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_changes",
                        to="likely.person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["people_import", "id"], name="import_change_order")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("account", None)),
                        fields=("people_import", "person"),
                        name="import_change_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactClock",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("asked_at", models.DateTimeField()),
                ("claim", models.UUIDField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="likely.person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind"), name="contact_clock_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("purpose", models.CharField(max_length=16)),
                ("channel", models.CharField(blank=True, max_length=16)),
                ("given", models.BooleanField()),
                ("source", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="likely.person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "person", "purpose", "-at"], name="consent_newest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("invite", "Invite"),
                            ("remind", "Remind"),
                            ("thank", "Thank"),
                            ("promote", "Promote"),
                        ],
                        max_length=8,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("channel", models.CharField(max_length=16)),
                ("address", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("claimed", "Claimed"),
                            ("sent", "Sent"),
                            ("unknown", "Unknown"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=9,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("worker", models.CharField(blank=True, max_length=40)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("repeated", models.BooleanField(default=False)),
                ("provider_id", models.CharField(blank=True, max_length=120)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("complained_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="likely.invitation",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "channel", "due_at"], name="message_due"),
                    models.Index(
                        condition=models.Q(("provider_id__gt", "")),
                        fields=["provider_id"],
                        name="message_provider_id",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitation", "purpose", "step"), name="message_once_a_step"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("comment", models.TextField(blank=True)),
                ("words", models.TextField(blank=True, default="", editable=False)),
                ("permission", models.BooleanField(null=True)),
                ("answers", models.JSONField(default=dict)),
                ("properties", models.JSONField(default=dict)),
                ("channel", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=12)),
                ("touchpoint", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("counted", "Counted"),
                            ("quarantined", "Quarantined"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="counted",
                        max_length=12,
                    ),
                ),
                ("doubt", models.CharField(blank=True, max_length=80)),
                ("verdict", models.CharField(blank=True, max_length=8)),
                ("evidence", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(null=True)),
                ("seal", models.PositiveIntegerField(null=True)),
                ("sealed_before", models.BooleanField(default=False)),
                (
                    "invitation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="response",
                        to="likely.invitation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="responses",
                        to="likely.person",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="likely.survey",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="likely.surveyversion",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "-at", "-id"], name="response_newest"),
                    models.Index(fields=["workspace", "changed_at"], name="response_changed"),
                    models.Index(fields=["workspace", "seal"], name="response_seal"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "key"), name="response_once_per_key"),
                    likely.migrations._comment_index.CommentIndex(name="comment_index"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=120)),
                ("became", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "invitation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.invitation",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "channel", "key"), name="reply_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MailReply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(max_length=16)),
                ("sender", models.CharField(max_length=254)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
                ("told", models.CharField(max_length=255)),
                ("at", models.DateTimeField()),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_replies",
                        to="likely.invitation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_replies",
                        to="likely.person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_replies",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "-at"], name="mail_reply_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("invitation", "told"), name="mail_reply_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.CharField(max_length=80)),
                ("asked", models.BooleanField()),
                ("rule", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("eligible_at", models.DateTimeField(blank=True, null=True)),
                ("look_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.event",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.invitation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="likely.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="likely.programme",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "asked", "rule"], name="decision_counts"),
                    models.Index(
                        condition=models.Q(("look_at__isnull", False)),
                        fields=["programme", "look_at"],
                        name="decision_again",
                    ),
                    models.Index(
                        condition=models.Q(("invitation__isnull", False)),
                        fields=["invitation"],
                        name="decision_invitation",
                    ),
                    models.Index(
                        condition=models.Q(("event__isnull", False)), fields=["event"], name="decision_event"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "programme", "round"), name="decision_once_a_round"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PromoterDeed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=120)),
                ("value", models.FloatField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "promoter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deeds",
                        to="likely.promoter",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "kind", "at"], name="promoter_deed_kind")],
                "constraints": [
                    models.UniqueConstraint(fields=("promoter", "kind", "key"), name="promoter_deed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageReceipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("told", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="likely.message",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("message", "told"), name="receipt_counts_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rule", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("open", "open"),
                            ("waiting", "waiting"),
                            ("resolved", "resolved"),
                            ("closed", "closed"),
                            ("reopened", "reopened"),
                        ],
                        default="new",
                        max_length=12,
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                ("owned_at", models.DateTimeField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("weight", models.FloatField()),
                ("urgency", models.FloatField()),
                ("opened_at", models.DateTimeField()),
                ("reply_due_at", models.DateTimeField()),
                ("resolve_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("overdue_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("replied_at", models.DateTimeField(null=True)),
                ("resolved_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("root_cause", models.CharField(blank=True, max_length=120)),
                ("promise", models.CharField(blank=True, max_length=200)),
                ("promised_on", models.DateField(null=True)),
                ("promise_kept", models.BooleanField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=12)),
                ("tags", models.JSONField(default=list)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged",
                        to="likely.case",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="likely.person",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="likely.response",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "is_open", "-urgency", "-id"], name="case_queue"),
                    models.Index(fields=["workspace", "state", "-urgency", "-id"], name="case_state"),
                    models.Index(fields=["workspace", "is_open", "due_at"], name="case_due"),
                    models.Index(fields=["workspace", "changed_at"], name="case_changed"),
                    models.Index(
                        condition=models.Q(("is_open", True)), fields=["due_at"], name="case_overdue"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("response", "rule"), name="case_once_per_rule")
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("theme", models.CharField(max_length=60)),
                ("about", models.BooleanField()),
                ("made_by", models.CharField(max_length=160)),
                ("made_at", models.DateTimeField(auto_now=True)),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="theme_marks",
                        to="likely.response",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="theme_marks",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("response", "theme"), name="theme_mark_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("is_example", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "response",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.response",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credits",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "-id"], name="credit_newest")],
            },
        ),
        migrations.CreateModel(
            name="PostedMail",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("once", models.CharField(max_length=160)),
                ("sender_name", models.CharField(blank=True, max_length=160)),
                ("reply_to", models.CharField(blank=True, max_length=254)),
                ("references", models.TextField(blank=True)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("pictures", models.JSONField(default=dict)),
                ("leave", models.CharField(blank=True, max_length=300)),
                ("channel", models.CharField(default="mail", max_length=8)),
                ("by_machine", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("claimed", "Claimed"),
                            ("sent", "Sent"),
                            ("unknown", "Unknown"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=9,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("worker", models.CharField(blank=True, max_length=40)),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("repeated", models.BooleanField(default=False)),
                ("address", models.CharField(blank=True, max_length=254)),
                ("provider_id", models.CharField(blank=True, max_length=120)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="likely.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posted_mails",
                        to="likely.person",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="posted_due"),
                    models.Index(
                        condition=models.Q(("provider_id__gt", "")),
                        fields=["provider_id"],
                        name="posted_provider_id",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("workspace", "once"), name="posted_once")],
            },
        ),
        migrations.CreateModel(
            name="Resurvey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("state", models.CharField(default="due", max_length=8)),
                ("reason", models.CharField(blank=True, max_length=24)),
                ("due_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="resurvey", to="likely.case"
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="resurvey",
                        to="likely.invitation",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.survey"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "due_at"], name="resurvey_due")],
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("about", models.TextField(blank=True)),
                ("status", models.CharField(default="noticed", max_length=8)),
                ("decision", models.CharField(blank=True, max_length=400)),
                ("released_on", models.DateField(null=True)),
                ("words", models.JSONField(default=list)),
                ("themes", models.JSONField(default=list)),
                ("told_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "annotation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.annotation",
                    ),
                ),
                ("cases", models.ManyToManyField(related_name="problems", to="likely.case")),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="problems",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="likely.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "name"), name="problem_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaybookRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="likely.case",
                    ),
                ),
                (
                    "playbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="likely.playbook"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.response"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("playbook", "response"), name="playbook_once_per_answer")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=8)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="likely.case"
                    ),
                ),
                (
                    "mentioned",
                    models.ManyToManyField(related_name="mentioned_in", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=likely.lib.identity.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("direction", models.CharField(max_length=3)),
                ("channel", models.CharField(default="mail", max_length=16)),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("body", models.TextField()),
                ("quoted", models.TextField(blank=True)),
                ("message_id", models.CharField(max_length=255)),
                ("in_reply_to", models.CharField(blank=True, max_length=255)),
                ("automatic", models.BooleanField(default=False)),
                ("attachments", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="likely.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_messages",
                        to="likely.person",
                    ),
                ),
                (
                    "posted",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message",
                        to="likely.postedmail",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="likely.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at"], name="case_message_thread")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "message_id"), name="case_message_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="survey",
            name="live",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="likely.surveyversion",
            ),
        ),
    ]
