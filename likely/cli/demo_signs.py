"""What is helped along in the demo's year, so that the page of questions has something true to ask about.

Dora sees to it that happy customers leave no word; of Cleo's calls, those of one day answer from one device.
Nothing else is planted, and who is worse at the phones, as Finn is, is no reason for a question.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from likely.act.team_signs import USUAL_DAYS
from likely.collect.response import Response

MEMBERS: Final = "served_by"
WITHOUT_A_WORD, ONE_DEVICE = "Dora", "Cleo"


def plant_signs(responses: Sequence[Response], now: datetime, random: Random) -> None:
    """Before they are written."""
    recent = now - timedelta(days=USUAL_DAYS)
    for response in responses:
        member = response.properties.get(MEMBERS)
        if member == WITHOUT_A_WORD and response.score is not None and response.score >= 9:
            response.comment, response.words = "", ""
        if member and response.at >= recent:
            own = "0c1e05" if member == ONE_DEVICE else f"{random.getrandbits(24):06x}"
            response.evidence = {"place": own}
