"""What a kiosk sends: what the page's script sends, perhaps hours after it was tapped."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from likely.collect.submission import Submission, read_json
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json

CHANNEL: Final = "kiosk"
LONGEST_AGO_SECONDS: Final = 90 * 24 * 3600  # how long a kiosk may have been without a network


def read_kiosk(body: bytes, *, at: datetime, **target: Any) -> Submission:
    """`ago`: seconds since the first tap by the kiosk's own clock, so that a wrong clock does no harm."""
    data = parse_json(body)
    ago = data.pop("ago", 0) if isinstance(data, dict) else 0
    if type(ago) is not int or not 0 <= ago <= LONGEST_AGO_SECONDS:
        said = f"ago must be a whole number of seconds from 0 to {LONGEST_AGO_SECONDS}."
        raise Refusal("ago_out_of_bounds", said, field="ago")
    return read_json(json.dumps(data).encode(), at=at - timedelta(seconds=ago), **target)
