"""How the verdicts about themes are computed: the boxes that can be opened below each picture."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.analyse.theme_board import RECENT_DAYS, ThemeBoard
from likely.analyse.theme_effects import FALSE_SHARE
from likely.lib.figure import grouped, percent
from likely.lib.measured import Rows
from likely.stats.theme_impact import FEWEST_PER_THEME
from likely.web.insight import Method

EFFECT = N_("effect = score with the theme − score without it;  adjusted: y = a + Σ bₜ·[theme t]")
SIDE = "points = share · (score of these comments − score of all others)"
COURSE = "change = share in the last {days} days − share before"

Say = Callable[[str], str]


def association() -> str:
    return _(
        "A theme goes with the score; it need not cause it. Who writes a comment differs from who does not."
    )


def tagged() -> str:
    return _(
        "A comment speaks of a theme where its words say so, where what examples taught says so, or where "
        "somebody said so by hand. Machines miss some: errors make effects look smaller."
    )


def effect_method(board: ThemeBoard, say: Say) -> Method:
    unexplained = board.effects.unexplained
    rows = Rows(
        (_("Theme"), _("Comments"), _("Interval of the share (95 %)")),
        (
            *(
                (
                    say(one.theme),
                    grouped(one.n),
                    f"{percent(one.share.low / 100, 1)} – {percent(one.share.high / 100, 1)}",
                )
                for one in board.themes
            ),
            (_("no theme"), "", percent(unexplained.value / 100, 1) if unexplained else "–"),
        ),
    )
    assumes = (
        association(),
        tagged(),
        _("The plain effect has the interval of a difference of two scores (MOVER)."),
        _(
            "The adjusted effect holds the other themes still (least squares, HC3 errors, MacKinnon & White "
            "1985); a theme needs %(n)s comments for it."
        )
        % {"n": FEWEST_PER_THEME},
        _("p is judged over all themes together (Benjamini & Hochberg 1995)."),
    )
    return Method(_("Scores with and without each theme"), _(EFFECT), assumes, rows)


def side_method() -> Method:
    assumes = (
        association(),
        _(
            "Whether a comment praises or blames is learnt from this workspace's own scores, each half "
            "of the comments judged by what the other half taught. It says how people who give such a score "
            "write."
        ),
        _(
            "Measured on labelled sets that were not learnt from, as the chance that of two comments the "
            "favourable one is told (AUC; 0.50 is guessing): English 0.95 and 0.96, Chinese 0.95, French "
            "0.77, Estonian 0.72, on newspaper text. Other languages are not measured."
        ),
        _("Themes whose clauses lean to neither side are in no line here."),
    )
    return Method(_("Praise and blame by themselves"), SIDE, assumes, Rows((), ()))


def course_method(board: ThemeBoard, say: Say) -> Method:
    assumes = (
        _("Intervals of a difference of two shares (Newcombe 1998)."),
        _("Over all themes together at most %(share)s of what is called a change is false on average.")
        % {"share": percent(FALSE_SHARE)},
    )
    rows = Rows(
        (_("Theme"), _("Comments")),
        tuple((say(one.theme), grouped(one.n)) for one in board.themes),
    )
    name = _("The last %(days)s days against all before them") % {"days": RECENT_DAYS}
    return Method(name, COURSE.format(days=RECENT_DAYS), assumes, rows)
