"""Plain links that share a page: no script of a network, and nothing is sent before a press."""

from typing import Final
from urllib.parse import quote

# name -> address; the shared link and the words that go with it are filled in
NETWORKS: Final = (
    ("X", "https://x.com/intent/post?url={link}&text={text}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={link}"),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={link}"),
    ("WhatsApp", "https://wa.me/?text={text}%20{link}"),
    ("Weibo", "https://service.weibo.com/share/share.php?url={link}&title={text}"),
    ("mail", "mailto:?subject={text}&body={link}"),
)


def share_links_of(link: str, text: str) -> list[tuple[str, str]]:
    """(network, address) of each."""
    parts = {"link": quote(link, safe=""), "text": quote(text, safe="")}
    return [(name, shape.format(**parts)) for name, shape in NETWORKS]
