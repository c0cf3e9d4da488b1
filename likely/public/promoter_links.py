"""What the thank-you page offers beside the survey's own buttons: a link of one's own, and a review page."""

from hashlib import blake2b
from uuid import UUID

from likely.act.promoter_plan import PromoterPlan, ReviewSite, promoter_plan_of
from likely.ask.promoter_link import TOKEN
from likely.ask.wording import PromoterWords, nearest, wording
from likely.base.workspace import Workspace
from likely.people.person import Person
from likely.public.page import ThanksLink
from likely.public.promoter import review_link
from likely.stats.scale import GROUPS, Group, group_of


def promoter_links(
    workspace: Workspace, person: Person | None, named: str, score: int | None, language: str
) -> list[ThanksLink]:
    """named: names the answer, by which review pages come in turn. score: that is stored, if any."""
    plan = promoter_plan_of(workspace)
    words, group = wording(nearest(language)).promoter, None if score is None else group_of(score)
    found = []
    if person is not None and plan.landing:
        address = f"/p/{TOKEN.of(person.pk)}"
        found.append(ThanksLink("promoter", address, words.link, ("promoter",), group == "promoter"))
    turns = _turns(plan, UUID(bytes=blake2b(named.encode(), digest_size=16).digest()))
    return [*found, *(_review(site, groups, group, person, words) for site, groups in turns)]


def _turns(plan: PromoterPlan, named: UUID) -> list[tuple[ReviewSite, tuple[Group, ...]]]:
    """The review page of each group for this answer; no groups where it is the same for all."""
    turns = {group: plan.site_for(named, group) for group in GROUPS}
    found: dict[ReviewSite, list[Group]] = {}
    for group, site in turns.items():
        if site is not None:
            found.setdefault(site, []).append(group)
    return [(site, () if len(groups) == len(GROUPS) else tuple(groups)) for site, groups in found.items()]


def _review(
    site: ReviewSite,
    groups: tuple[Group, ...],
    group: Group | None,
    person: Person | None,
    words: PromoterWords,
) -> ThanksLink:
    """Of a known person that they went there is counted; anybody else is led there straight."""
    address = review_link(TOKEN.of(person.pk), site) if person else site.url
    text = words.review.replace("{site}", site.name)
    return ThanksLink("review", address, text, groups, not groups or group in groups)
