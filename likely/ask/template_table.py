"""The library of templates: one line each. Their words lie in texts/LANGUAGE.toml."""

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from likely.ask.definition import Kind

TemplateName = Literal[
    "rnps", "rnps_followups", "rnps_shop", "rnps_software", "rnps_finance", "rnps_hospitality", "rnps_care",
    "rnps_telecom", "tnps", "tnps_support", "tnps_delivery", "tnps_purchase", "tnps_onboarding", "tnps_demo",
    "tnps_renewal", "tnps_course", "tnps_feature", "tnps_store", "tnps_page", "tnps_prospect", "tnps_terms",
    "enps", "engagement", "csat5", "csat10", "ces", "wow",
]  # fmt: skip
Shelf = Literal["relationship", "touchpoint", "employees", "satisfaction"]
SHELVES: Final[dict[Shelf, Promise]] = {
    "relationship": _("The relationship as a whole"),
    "touchpoint": _("After a contact"),
    "employees": _("Employees"),
    "satisfaction": _("Satisfaction, effort and ideas"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """title, purpose: for staff, in their language.

    touchpoint: the text under [touchpoints] that it names; empty: whoever makes the survey names one.
    rated: rows of the matrix, texts under [drivers] or, for employees, under [engagement].
    follow_ups: two open questions in the words of each group. anonymous: nothing that leads back (R14).
    """

    kind: Kind
    shelf: Shelf
    title: Promise
    purpose: Promise
    touchpoint: str = ""
    rated: tuple[str, ...] = ()
    section: Literal["drivers", "engagement"] = "drivers"
    follow_ups: bool = False
    anonymous: bool = False

    @property
    def needs_touchpoint(self) -> bool:
        return self.kind == "tnps" and not self.touchpoint


def _relationship(title: Promise, purpose: Promise, *rated: str, follow_ups: bool = False) -> Template:
    return Template("rnps", "relationship", title, purpose, rated=rated, follow_ups=follow_ups)


def _touchpoint(touchpoint: str, title: Promise, purpose: Promise, *rated: str) -> Template:
    return Template("tnps", "touchpoint", title, purpose, touchpoint=touchpoint, rated=rated)


def _satisfaction(kind: Kind, title: Promise, purpose: Promise) -> Template:
    return Template(kind, "satisfaction", title, purpose)


TEMPLATES: Final[dict[TemplateName, Template]] = {
    "rnps": _relationship(
        _("Relationship (rNPS)"),
        _("How customers see you as a whole. Ask once or twice a year, not after a contact."),
    ),
    "rnps_followups": _relationship(
        _("Relationship, two questions a group"),
        _("Detractors, passives and promoters are each asked two open questions of their own."),
        follow_ups=True,
    ),
    "rnps_shop": _relationship(
        _("Relationship: shop"),
        _("For shops, with ratings of choice, price, advice and delivery times."),
        "choice", "price", "advice", "speed",
    ),
    "rnps_software": _relationship(
        _("Relationship: software"),
        _("For software, with ratings of ease, features, reliability and support."),
        "ease", "features", "reliability", "support",
    ),
    "rnps_finance": _relationship(
        _("Relationship: bank and insurance"),
        _("For banks and insurers, with ratings of advice, openness about costs, security and speed."),
        "advice", "transparency", "security", "speed",
    ),
    "rnps_hospitality": _relationship(
        _("Relationship: hotel and restaurant"),
        _("For guests, with ratings of politeness, food, cleanliness, atmosphere and price."),
        "politeness", "food", "cleanliness", "atmosphere", "price",
    ),
    "rnps_care": _relationship(
        _("Relationship: health care"),
        _("For patients, with ratings of care, explanations, waiting time and cleanliness."),
        "care", "clarity", "waiting", "cleanliness",
    ),
    "rnps_telecom": _relationship(
        _("Relationship: telecom and utilities"),
        _("For subscribers, with ratings of coverage, reliability, price and support."),
        "coverage", "reliability", "price", "support",
    ),
    "tnps": _touchpoint(
        "",
        _("Transactional (tNPS)"),
        _("How one contact went. Ask within a day or two, and name the contact that you mean."),
    ),
    "tnps_support": _touchpoint(
        "support",
        _("After a support case"),
        _("When a case is closed. Rates speed, knowledge, politeness and the solution."),
        "speed", "knowledge", "politeness", "solution",
    ),
    "tnps_delivery": _touchpoint(
        "delivery",
        _("After a delivery"),
        _("A day after the goods arrived. Rates punctuality, condition and information."),
        "punctuality", "condition", "information",
    ),
    "tnps_purchase": _touchpoint(
        "purchase",
        _("After a purchase"),
        _("Soon after the order. Rates choice, finding, price and paying."),
        "choice", "findability", "price", "checkout",
    ),
    "tnps_onboarding": _touchpoint(
        "onboarding",
        _("After onboarding"),
        _("Some weeks after the start. Rates guidance, ease and support."),
        "guidance", "ease", "support",
    ),
    "tnps_demo": _touchpoint(
        "demo",
        _("After a demonstration"),
        _("On the day after the demo. Rates explanations, understanding and fit."),
        "clarity", "understanding", "fit",
    ),
    "tnps_renewal": _touchpoint(
        "renewal",
        _("After a renewal call"),
        _("When the renewal was talked about. Rates value, terms and understanding."),
        "price", "fairness", "understanding",
    ),
    "tnps_course": _touchpoint(
        "course",
        _("After a course"),
        _("When a course is completed. Rates content, teacher, pace and use in practice."),
        "content", "teacher", "pace", "practice",
    ),
    "tnps_feature": _touchpoint(
        "feature",
        _("After using a feature"),
        _("In the app, once a feature was tried. Rates ease, speed and fit."),
        "ease", "speed", "fit",
    ),
    "tnps_store": _touchpoint(
        "store",
        _("After a visit to a shop"),
        _("On the way out or by a code on the receipt. Rates advice, choice, waiting and cleanliness."),
        "advice", "choice", "waiting", "cleanliness",
    ),
    "tnps_page": _touchpoint(
        "page",
        _("On a web page"),
        _("For an article, a help page or a shop's page. Rates content, reading and finding."),
        "content", "readability", "findability",
    ),
    "tnps_prospect": _touchpoint(
        "prospect",
        _("Prospects: the talks so far"),
        _("Before somebody buys, or when they decided not to. Rates understanding, explanations and reply."),
        "understanding", "clarity", "speed", "fit",
    ),
    "tnps_terms": _touchpoint(
        "terms",
        _("After agreeing on the terms"),
        _("When a contract is signed. Rates fairness, clarity, openness about costs and speed."),
        "fairness", "clarity", "transparency", "speed",
    ),
    "enps": Template(
        "enps",
        "employees",
        _("Employees (eNPS)"),
        _("How your own people see their workplace. Anonymous; one question is no full engagement survey."),
        anonymous=True,
    ),
    "engagement": Template(
        "enps",
        "employees",
        _("Employees: engagement set"),
        _("The eNPS question with nine statements about work, to see what moves it. Anonymous."),
        rated=(
            "purpose", "clarity", "tools", "growth", "recognition", "voice", "manager", "team", "balance",
        ),
        section="engagement",
        anonymous=True,
    ),
    "csat5": _satisfaction(
        "csat5",
        _("Satisfaction, 1 to 5 (CSAT)"),
        _("Where only good or bad matters: the share of 4 and 5, and the mean."),
    ),
    "csat10": _satisfaction(
        "csat10",
        _("Satisfaction, 1 to 10 (CSAT)"),
        _("A finer scale of satisfaction: the share of 9 and 10, and the mean."),
    ),
    "ces": _satisfaction(
        "ces",
        _("Effort, 1 to 7 (CES)"),
        _("How easy it was to get something done: the share of 6 and 7, and the mean."),
    ),
    "wow": _satisfaction(
        "wow",
        _("Ideas: what would wow you?"),
        _("One open question for ideas that go beyond what customers expect."),
    ),
}  # fmt: skip
