"""The open link of a survey, shared with the words of its question."""

from likely.ask.definition import Definition
from likely.lib.share import share_links_of


def share_links(definition: Definition, address: str, language: str) -> list[tuple[str, str]]:
    """(network, link). language: of the text that goes with it, where the survey has it."""
    spoken = definition.best_language([language])
    link = f"{address}?lang={spoken}" if len(definition.languages) > 1 else address
    return share_links_of(link, definition.say(definition.leading.text, spoken))
