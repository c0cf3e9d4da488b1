"""Names of people where a comment announces them: a title, "my name is", a signature, a Chinese address.

A name that nothing announces can't be told from other words without a model, and stays. Names that are
known (the writer's own) are found wherever they stand.
"""

import re
from collections.abc import Collection

LABEL = "[name]"
_CAPITAL = "[A-ZÄÖÜÕÉÈÁÀÇŠŽØÅÆŁ]"
_NAME = rf"{_CAPITAL}(?:[^\W\d_]+(?:[-'’][^\W\d_]+)*|['’][^\W\d_]+)"
_FULL = rf"{_NAME}(?:[ ]{_NAME}){{0,2}}"
_TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Nurse|Doctor|Sister"
    r"|Hr|Pr|hr|pr|[Hh]ärra|[Pp]roua|[Pp]reili|[Dd]oktor|[Õõ]de"
    r"|M|Mme|Mlle|Monsieur|Madame|Mademoiselle|Herr|Frau|Señor|Señora|Sr|Sra|Signor|Signora"
)
_TITLED = re.compile(rf"(?<!\w)((?:{_TITLES})\.?[ ]){_FULL}")
_SAYINGS = (
    "my name is|my name['’]s|minu nimi on|mu nimi on|olen nimega|je m['’]appelle"
    "|mein name ist|ich hei(?:ß|ss)e|me llamo|mi chiamo"
)
_CLOSINGS = (
    "(?:(?:best|kind|warm)[ ])?regards|yours (?:sincerely|faithfully)|sincerely|lugupidamisega"
    "|parimate soovidega|cordialement|mit freundlichen grüßen"
)
_SAID = re.compile(rf"(?<!\w)((?i:{_SAYINGS})[ ]){_FULL}")
_SIGNED = re.compile(rf"((?i:{_CLOSINGS})[,.]?\s+){_FULL}" + r"(?=\s*[.!]?\s*$)")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_CHINESE_SAYINGS = "我叫|我的名字是|我名叫|姓名"
_CHINESE_TITLES = "先生|女士|小姐|经理|师傅|医生|护士|老师"
_CHINESE_SAID = re.compile(rf"((?:{_CHINESE_SAYINGS})[：:]?)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_CHINESE_TITLED = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?={_CHINESE_TITLES})")
# One of them is found in each text that `mask_names` changes, and in few others: for engines that can't do it
# themselves. Regular expressions that RE2, Java and PostgreSQL read alike; the second for lower case.
MAY_TITLE = rf"(^|[^A-Za-z0-9])({_TITLES})\.? {_CAPITAL}|{_CHINESE_SAYINGS}|{_CHINESE_TITLES}"
MAY_ANNOUNCE = f"{_SAYINGS}|{_CLOSINGS}"


def mask_names(text: str, known: Collection[str] = ()) -> str:
    """`text` with each name that is announced, or in `known` (endings allowed), as "[name]"."""
    for name in sorted((name for name in known if len(name) > 1), key=len, reverse=True):
        spaced = all(ord(letter) < 0x2E80 for letter in name)
        rule = rf"(?<!\w){re.escape(name)}\w{{0,2}}(?!\w)" if spaced else re.escape(name)
        text = re.sub(rule, LABEL, text, flags=re.IGNORECASE)
    for pattern in (_TITLED, _SAID, _SIGNED, _CHINESE_SAID):
        text = pattern.sub(rf"\1{LABEL}", text)
    return _CHINESE_TITLED.sub(LABEL, text)
