"""Whether a comment swears. A flag for whoever reads it aloud or quotes it; it judges nobody.

Small lists of our own, whole words with their usual endings, so that "class" and "Scunthorpe" pass. All
languages are looked for at once: people swear in English whatever they write in.
"""

import re
import unicodedata
from functools import lru_cache

_LATIN = r"""
fuck(?:s|ed|er|ers|ing|in|wit|wits)? (?:mother|brain|cluster)fuck\w* shit(?:s|ty|tier|ting|e|show)?
bullshit(?:ting)? arse(?:s|hole|holes)? asshole(?:s)? bastard(?:s)? bitch(?:es|y|ing)? bollocks crap(?:py)?
cunt(?:s)? dickhead(?:s)? piss(?:ed|ing)? twat(?:s)? wank(?:er|ers|ing)? wtf stfu
kurat kuradi kurati kurad perse perses paska pasast pask sitt sita sitta sitane sitapea munn munni türa
türapea vitt vittu lits litsid raisk raisad tõbras
merde(?:s|ux|ique)? putain connard(?:s|e|es)? salope(?:s)? salaud(?:s)? encul\w+ foutre
scheiß\w* scheiss\w* arschloch arschlöcher verarsch\w* wichser fotze
mierda(?:s)? joder puta(?:s|da)? gilipollas cabr[oó]n(?:es)? coño
cazzo merda stronz\w+ vaffanculo perkele vittu\w* saatana jävla skit
"""
_CHINESE = "操你 他妈 妈的 傻逼 傻叉 煞笔 狗屎 混蛋 王八蛋 滚蛋 去死 放屁 垃圾东西 贱人 卧槽 尼玛 草泥马"
_DISGUISES = str.maketrans("013457@$!", "oieastasi")
_SWEARING = re.compile("|".join(_LATIN.split()))
_HAN = re.compile("|".join(_CHINESE.split()))
_WORD = re.compile(r"[\w@$!*#]+")
_STARRED = re.compile(r"f[*#_]+c?k\w*|sh[*#_]+t\w*|c[*#_]+nt\w*|b[*#_]+tch\w*")
_APART = re.compile(r"(?<!\w)(?:bull\s?shit|ass\s?hole|dick\s?head)s?(?!\w)")


def is_profane(text: str) -> bool:
    """Whether a swear word is in it, also with figures or stars for letters ("sh1t", "f**k")."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if any(map(_swears, _WORD.findall(plain))):
        return True
    return bool(_HAN.search(plain) or _APART.search(plain))


@lru_cache(maxsize=50_000)
def _swears(word: str) -> bool:
    if _SWEARING.fullmatch(word.rstrip("!")) or _STARRED.fullmatch(word):
        return True
    disguised = word[:-1].translate(_DISGUISES) + word[-1]
    return disguised != word and bool(_SWEARING.fullmatch(disguised))
