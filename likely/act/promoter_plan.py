"""What a workspace offers to its promoters: where their links lead, a bonus, words to share, review pages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.db import models, transaction

from likely.ask.draw import draw
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS, Group

LONGEST: Final = {"bonus": 300, "post": 400}  # characters
LONGEST_ADDRESS: Final = 500
LONGEST_SITE: Final = 60
MOST_SITES: Final = 8


class PromoterSettings(models.Model):
    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="promoter_settings")
    landing = models.CharField(max_length=500, blank=True)  # https://…; "": no link is offered
    bonus = models.CharField(max_length=300, blank=True)  # what whoever recommends gets, in words
    post = models.CharField(max_length=400, blank=True)  # the ready-made post; "": the usual words
    sites = models.JSONField(default=list)  # of ReviewSite, as plain data

    objects = ScopedQuerySet.as_manager()


@dataclass(frozen=True, slots=True)
class ReviewSite:
    """A page on which customers review. groups: who is invited; empty: everybody.

    forbids_gating: the site's rules forbid to choose by score, so that `groups` is empty whatever was told.
    """

    name: str
    url: str
    forbids_gating: bool = True
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class PromoterPlan:
    landing: str = ""
    bonus: str = ""
    post: str = ""
    sites: tuple[ReviewSite, ...] = ()

    def site_for(self, named: UUID, group: Group | None) -> ReviewSite | None:
        """The one whose turn it is for this answer: the same whenever it is asked, even over answers."""
        for_all = [site for site in self.sites if not site.groups]
        for_group = [site for site in self.sites if not site.groups or group in site.groups]
        found = for_group if group else for_all
        return found[int(draw(named, "review") * len(found))] if found else None


def promoter_plan_of(workspace: Workspace | UUID) -> PromoterPlan:
    row = PromoterSettings.objects.of(workspace).first()
    if row is None:
        return PromoterPlan()
    return PromoterPlan(row.landing, row.bonus, row.post, tuple(_site(one) for one in row.sites))


@transaction.atomic
def change_promoter_plan(workspace: Workspace, plan: PromoterPlan, actor: str) -> PromoterPlan:
    """It holds at once, also for links that were given before."""
    kept = PromoterPlan(
        https(plan.landing, "landing") if plan.landing.strip() else "",
        _line(plan.bonus, "bonus"),
        _line(plan.post, "post"),
        _sites(plan.sites),
    )
    told = asdict(kept)
    PromoterSettings.objects.update_or_create(workspace=workspace, defaults=told)
    record(workspace, actor, "promoters.changed", f"workspace:{workspace.pk}", **told)
    return kept


def https(value: object, field: str) -> str:
    """An address that a browser may be sent to."""
    address = clean_text(value, field, LONGEST_ADDRESS)
    try:
        parts = urlsplit(address)
        named = parts.hostname if parts.scheme == "https" and not parts.username else None
    except ValueError:
        named = None
    if not named or "\\" in address or any(letter.isspace() for letter in address):
        raise Refusal("address_not_https", f"{field} must begin with https:// and name a host.", field=field)
    return address


def _line(value: object, field: str) -> str:
    return " ".join(clean_text(value, field, LONGEST[field]).split())


def _sites(told: Sequence[ReviewSite]) -> tuple[ReviewSite, ...]:
    if len(told) > MOST_SITES:
        raise Refusal("too_many_sites", f"At most {MOST_SITES} review pages.", field="sites")
    sites = [
        ReviewSite(
            " ".join(clean_text(one.name, "sites", LONGEST_SITE).split()),
            https(one.url, "sites"),
            one.forbids_gating,
            () if one.forbids_gating else tuple(group for group in GROUPS if group in one.groups),
        )
        for one in told
    ]
    if any(not one.name for one in sites):
        raise Refusal("site_without_name", "Each review page needs a name.", field="sites")
    if len({one.name for one in sites}) < len(sites):
        raise Refusal("site_twice", "Two review pages have the same name.", field="sites")
    return tuple(sites)


def _site(data: Mapping[str, Any]) -> ReviewSite:
    """What was kept."""
    groups = cast(tuple[Group, ...], tuple(data["groups"]))
    return ReviewSite(data["name"], data["url"], data["forbids_gating"], groups)
