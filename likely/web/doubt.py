"""Why a response is in quarantine, in words. The names are those of likely/collect/evidence.py."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: Final[dict[str, Promise]] = {
    "honeypot": gettext_lazy("a field was filled in that people do not see"),
    "hidden_link": gettext_lazy("the page was opened by a link that people do not see"),
    "scanner": gettext_lazy("the sender calls itself a scanner or a preview"),
    "automated": gettext_lazy("the browser says that a program drives it"),
    "no_browser": gettext_lazy("no browser sent it"),
    "provisional": gettext_lazy("the page was in view, and nobody acted"),
    "no_interaction": gettext_lazy("no press, tap or key came before it"),
    "not_activated": gettext_lazy("a script sent the form, not a person"),
    "hidden_link_fetched": gettext_lazy("the same visitor opened a link that people do not see"),
    "too_fast": gettext_lazy("it came faster than a person can read"),
    "many_scores": gettext_lazy("many different scores came within a minute"),
    "unmoved_mouse": gettext_lazy("the mouse pressed without being moved"),
    "past_the_script": gettext_lazy("the form was sent past the page's own script"),
    "single_key": gettext_lazy("a single key was pressed, without any to get there"),
    "soon": gettext_lazy("within two minutes of the sending"),
    "many_links": gettext_lazy("several links of the mail were opened within a minute"),
    "head": gettext_lazy("the link was probed before"),
    "driven": gettext_lazy("the browser says that a program drives it"),
    "swift": gettext_lazy("at once after the page appeared"),
    "several_scores": gettext_lazy("several scores within a minute"),
    "no_proof": gettext_lazy("without the proof of our page"),
    "no_fetch_headers": gettext_lazy("without the headers of a present browser"),
    "no_agent": gettext_lazy("without the name of a browser"),
    "at_once": gettext_lazy("in the very moment the page was made"),
    "program": gettext_lazy("sent by a program rather than by our page"),
}


def doubt_words(doubt: str) -> str:
    """The reason in the reader's language; what a member wrote stays as it is."""
    parts = doubt.split("+")
    if not all(part in WORDS for part in parts):
        return doubt
    return _(", ").join(str(WORDS[part]) for part in parts)
