"""12,000 mails to a real SMTP server, workers killed 60 times (SIGKILL) by chance: what became of them.

    python bench/campaign.py [--quick]

--quick: a tenth. The bar: no mail is lost in silence, and one death repeats at most one mail, with the same
Message-ID. That is what docs/sending.md promises.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.ask.campaign import run_campaign  # noqa: E402


def main(quick: bool) -> bool:
    mails, kills = (1200, 6) if quick else (12_000, 60)
    with tempfile.TemporaryDirectory() as folder:
        told = run_campaign(Path(folder), mails, kills)
    print(told.said())
    kept = (told.lost, told.unsaid, told.foreign) == (0, 0, 0)
    met = kept and told.repeats <= told.kills and told.most_of_one <= 2 and told.unknown <= told.kills
    print("bar met" if met else "BAR MISSED")
    return met


if __name__ == "__main__":
    sys.exit(0 if main("--quick" in sys.argv) else 1)
