"""Our plain text as each chat app shows it, letter by letter, in pieces that it takes.

Part of it is what customers wrote. Apps read marks in any text: a mention rings a whole room, a link may show
one address and lead to another, a stray tag swallows what follows. None of them is left whole here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

GAP: Final = "\u200b"  # nobody sees it, and no app reads a mark across it
# An `@` between the two halves of a mail address rings nobody, unless a room's name follows.
MENTION: Final = re.compile(
    r"@(?=(everyone|here|all|channel|users|team|group)(?![a-z0-9]))"
    r"|(?<![\w.+-])@|@(?![\w-]+\.\w)",
    re.IGNORECASE,
)
LINK_JOINT: Final = re.compile(r"\](?=[\[(:])")  # [words](address), [words][1], [1]: address
TAG: Final = re.compile(r"<(?=[^\s\d])")  # <!channel>, <users/all>, <@U1>, <https://a|words>
ADDRESS: Final = re.compile(r"https?://[^\s<>|\[\]\"”“\u200b]+")
LINE_END: Final = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class ChatText:
    """How an app takes text. longest: characters of one message, its title among them.

    declared: what apprise is told that it is ("": nothing, so that it goes out as it is).
    """

    longest: int
    write: Callable[[str], str]
    declared: str = ""


def defused(text: str) -> str:
    """For apps that read Markdown in any text: no mention, no hidden address, no code and no tag in it."""
    text = MENTION.sub(lambda found: found.group() + GAP, text.replace("`", "'"))
    return TAG.sub("‹", LINK_JOINT.sub("]" + GAP, text))


def in_card(text: str) -> str:
    """For an adaptive card, which links no bare address and takes a single line end for a space."""
    return LINE_END.sub("\n\n", ADDRESS.sub(_linked, defused(text)))


def _linked(found: "re.Match[str]") -> str:
    """An address that shows where it leads; what ends the sentence is no part of it."""
    address = found.group().rstrip(".,;:!?)'")
    target = address.replace("(", "%28").replace(")", "%29")
    return f"[{address}]({target}){found.group()[len(address) :]}"


def as_it_is(text: str) -> str:
    return text


def in_html(text: str) -> str:
    """apprise ends lines by two characters, which count too."""
    return escape(MENTION.sub(lambda found: found.group() + GAP, text)).replace("\n", "\r\n")


MARKDOWN: Final = ChatText(4000, defused)
# The module of apprise that speaks to the service -> how it takes text. Limits: each service's own; where it
# counts bytes, that many characters of three bytes.
TEXTS: Final[Mapping[str, ChatText]] = {
    "discord": ChatText(2000, defused),
    "google_chat": ChatText(4000, defused),
    "mattermost": MARKDOWN,
    "nextcloudtalk": ChatText(32_000, defused),
    "rocketchat": MARKDOWN,
    # apprise escapes it, which may make five characters of one, and names are not looked for.
    "slack": ChatText(7000, as_it_is, "text"),
    "telegram": ChatText(4096, in_html, "html"),
    "webexteams": ChatText(2400, defused),
    "workflows": ChatText(4000, in_card),
    "zulip": ChatText(10_000, defused),
}


def written_title(taken: ChatText, title: str) -> str:
    """apprise itself escapes a title where it escapes the text."""
    flat = " ".join(title.split())
    return flat if taken.declared else defused(flat)


def pieces(taken: ChatText, text: str, room_for_title: int) -> Iterator[str]:
    """Written for the app, each at most as long as it takes; cut at line ends, a longer line at a word."""
    longest = taken.longest - room_for_title
    held = ""
    for line in _lines(taken, text.strip("\n"), longest):
        if held and len(taken.write(f"{held}\n{line}")) > longest:
            yield taken.write(held.strip("\n"))
            held = line
        else:
            held = f"{held}\n{line}" if held else line
    if held.strip():
        yield taken.write(held.strip("\n"))


def _lines(taken: ChatText, text: str, longest: int) -> Iterator[str]:
    for line in text.split("\n"):
        rest = line
        while len(taken.write(rest)) > longest:
            cut = longest * len(rest) // len(taken.write(rest))
            while len(taken.write(rest[:cut])) > longest:
                cut -= 1
            head, space, _tail = rest[:cut].rpartition(" ")
            cut = len(head) if space and len(head) > cut // 2 else cut
            yield rest[:cut]
            rest = rest[cut:].lstrip(" ")
        yield rest
