"""500 respondents at once for a minute while the server is killed with SIGKILL, on SQLite and PostgreSQL.

    python bench/kill.py [--quick]

Each respondent sends a score, changes it with a reason, permits contact and ends, again and again, and sends
again what was not acknowledged. The bar: nothing acknowledged is lost, nothing is there twice, and the server
answers again within 10 s of each kill.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402
from tests.collect.kill import Reckoning, kill_under_load  # noqa: E402
from tests.server import serving  # noqa: E402

MOST_SECONDS = 10.0  # from a kill until the server answers


def main(quick: bool) -> bool:
    respondents, seconds, kills = (100, 8, 1) if quick else (500, 60, 5)
    met = []
    for database in ("sqlite", "postgresql"):
        reckoning = run(database, respondents, seconds, kills)
        print(f"{database:10}  {respondents} respondents, {seconds} s: {reckoning.line()}")
        print(f"{'':10}  what they met: {reckoning.statuses}")
        slow = max(reckoning.restart_seconds) > MOST_SECONDS
        met.append(not (reckoning.lost or reckoning.doubled or slow))
    print("bar met" if all(met) else "BAR MISSED")
    return all(met)


def run(database: str, respondents: int, seconds: int, kills: int) -> Reckoning:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = postgres.fresh_database() if database == "postgresql" else f"sqlite:///{home}/likely.db"
        with serving(home, LIKELY_DATABASE_URL=url, LIKELY_ANSWERS_PER_MINUTE="0") as server:
            server.make_survey("ours")
            return kill_under_load(server, respondents, seconds, kills, home)


if __name__ == "__main__":
    sys.exit(0 if main("--quick" in sys.argv) else 1)
