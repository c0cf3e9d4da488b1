"""Plain links that share a survey's open link: no script of a network, nothing sent before a press."""

from typing import Final
from urllib.parse import quote

from likely.ask.definition import Definition

# name -> address; the survey's link and its question go into it
NETWORKS: Final = (
    ("X", "https://x.com/intent/post?url={link}&text={text}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={link}"),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={link}"),
    ("WhatsApp", "https://wa.me/?text={text}%20{link}"),
    ("Weibo", "https://service.weibo.com/share/share.php?url={link}&title={text}"),
    ("mail", "mailto:?subject={text}&body={link}"),
)


def share_links(definition: Definition, address: str, language: str) -> list[tuple[str, str]]:
    """(network, link). language: of the text that goes with it, where the survey has it."""
    spoken = definition.best_language([language])
    link = quote(f"{address}?lang={spoken}" if len(definition.languages) > 1 else address, safe="")
    text = quote(definition.say(definition.leading.text, spoken), safe="")
    return [(name, shape.format(link=link, text=text)) for name, shape in NETWORKS]
