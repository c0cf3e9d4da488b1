"""What a short message says: a score, a wish to hear no more, or words."""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import digit, normalize

from likely.collect.submission import LONGEST_TEXT
from likely.lib.plain_text import clean_text
from likely.stats.scale import HIGHEST, LOWEST

# Those that carriers and Twilio act on themselves, and how one says it in the languages of the pages.
STOP_WORDS: Final = (
    "stop stopall unsubscribe cancel end quit optout revoke "
    "退订 停止 取消 停訂 取消訂閱 停止する 配信停止 ストップ 중지 수신거부 "
    "stopp lõpeta loobu peata stabdyti atsisakyti apturēt atteikties peru lopeta "
    "arret arrêt stoppen abmelden afmeld avslutt alto baja cancelar parar detener sair ferma annulla "
    "стоп отписаться спри зупинити відписатися rezygnuję zrušit zrušiť odhlásit odhlásiť leiratkozás "
    "dezabonare oprește στοπ διακοπή إيقاف توقف الغاء لغو עצור הסר रोकें बंद berhenti หยุด ยกเลิก iptal dur "
    "dừng huỷ hủy"
)
START_WORDS: Final = (
    "start unstop subscribe 开始 恢复 订阅 開始 訂閱 再開 시작 jätka alusta pradėti sākt aloita "
    "commencer démarrer starten anmelden begynn börja iniciar começar inizia старт начать почати започни "
    "rozpocznij začít začať kezdés începe έναρξη ابدأ شروع התחל शुरू mulai mula เริ่ม başla"
)
STOP: Final = frozenset(STOP_WORDS.split())
START: Final = frozenset(START_WORDS.split())
SCORE: Final = re.compile(r"(\d{1,2})(?:\s*/\s*10)?[.!]?")


@dataclass(frozen=True, slots=True)
class Said:
    score: int | None = None
    comment: str = ""
    stop: bool = False
    start: bool = False


def read_reply(text: str) -> Said:
    """Strict: only a number alone on the first line is a score, so that "10 minutes late" is none."""
    written = clean_text(text[: 2 * LONGEST_TEXT], "text", 2 * LONGEST_TEXT)[:LONGEST_TEXT]
    word = "".join(normalize("NFKC", written).casefold().split()).strip(".!\"'«»“”")
    if word in STOP or word in START:
        return Said(stop=word in STOP, start=word not in STOP)
    first, _, rest = written.partition("\n")
    score = read_number(first)
    return Said(comment=written) if score is None else Said(score, rest.strip())


def read_number(text: str) -> int | None:
    """9, ９, ٩, 9/10: in the digits of any script. None for all that is not just a number 0 to 10."""
    found = SCORE.fullmatch(normalize("NFKC", text).strip())
    if found is None:
        return None
    number = int("".join(str(digit(letter)) for letter in found[1]))
    plain = len(found[1]) == len(str(number))  # 07 is a date, a size or a slip
    return number if plain and LOWEST <= number <= HIGHEST else None
