"""What every part of a survey's definition is made of: plain data, read strictly, never changed."""

from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from likely.ask.fault import broken

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=12)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Texts = dict[Language, Sentence]  # may hold {subject} and {touchpoint}
Value = bool | int | float | str
Answer = bool | int | str | list[str]  # as it is stored in JSON; a list is what was chosen of several
Ending = Literal["detractor", "passive", "promoter", "all"]  # whose thank-you; all: everybody else

LONGEST_LINK: Final = 500  # characters


class PlainData(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def _only_https(link: str) -> str:
    try:
        parts = urlsplit(link)
        named = parts.hostname if parts.scheme == "https" else None
    except ValueError:
        named = None
    if not named or any(c.isspace() or ord(c) < 32 for c in link):
        raise broken("link_not_https", "a link must begin with https:// and name a host")
    return link


Https = Annotated[
    str,
    StringConstraints(max_length=LONGEST_LINK),
    AfterValidator(_only_https),
    Field(json_schema_extra={"format": "uri", "pattern": "^https://"}),
]


def pick(texts: Texts, language: str, fallback: str) -> str:
    """The text in `language`, else in the fallback, else in any; empty where there is none."""
    return texts.get(language) or texts.get(fallback) or next(iter(texts.values()), "")
