"""Signed calls: the specification's own example, and secrets that are made."""

from base64 import b64decode
from datetime import UTC, datetime

from likely.lib.signed_call import new_signing_secret, signed_headers

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed_headers(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_new_secret_is_another_and_long_enough() -> None:
    made = {new_signing_secret() for _ in range(5)}
    assert len(made) == 5
    assert all(len(b64decode(one.removeprefix("whsec_"))) == 32 for one in made)


def test_while_a_former_secret_holds_both_sign_the_new_one_first() -> None:
    at, other = datetime.fromtimestamp(1614265330, UTC), new_signing_secret()
    told = b'{"test": 2432232314}'
    both = signed_headers(other, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, told, [SECRET])["webhook-signature"]
    alone = signed_headers(other, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, told)["webhook-signature"]
    assert both.split() == [alone, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="]
