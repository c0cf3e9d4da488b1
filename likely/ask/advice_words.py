"""Words by which the advice knows a question's sense, in the languages where they are plain."""

import re
from typing import Final

# "and" between two things that are rated. Left out: languages where it is a prefix or a common part of words.
AND: Final = {
    language: re.compile(word if language == "zh" else rf"(?<!\w)(?:{word})(?!\w)", re.IGNORECASE)
    for language, word in {
        "en": "and", "et": "ja|ning", "zh": "和|以及|并且|及其", "de": "und", "fr": "et", "es": "y|e",
        "it": "e|ed", "pt": "e", "nl": "en", "sv": "och", "da": "og", "nb": "og", "no": "og", "fi": "ja|sekä",
        "pl": "i|oraz",
        "cs": "a|i", "sk": "a|i", "ru": "и", "uk": "і|та|й", "bg": "и", "lt": "ir", "lv": "un", "hu": "és",
        "ro": "și|şi", "hr": "i", "sl": "in", "tr": "ve", "el": "και", "id": "dan", "vi": "và",
    }.items()
}  # fmt: skip
IMPROVE: Final = re.compile(
    r"improve|better|what .{0,20}change|parand|paremaks|muudatus|改进|改善|改变|更好|verbesser|améliorer",
    re.IGNORECASE,
)
REASON: Final = re.compile(
    r"reason|why|põhjus|miks|原因|为什么|grund|warum|raison|motiv|razón", re.IGNORECASE
)
GOOD_BAD: Final = re.compile(
    r"\b(good|bad|happy|satisfied|unhappy|dissatisfied)\b|\brahul\b|\bhea\b|\bhalb\b|满意|好评|差评|好不好",
    re.IGNORECASE,
)
