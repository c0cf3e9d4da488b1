"""SIGKILL in the middle of the work: every acknowledged answer is there, none twice."""

import json
from pathlib import Path

import psutil
import pytest

from tests import postgres
from tests.collect.kill import is_there, kill_under_load, reckon
from tests.collect.web_again import kill_in_a_loop
from tests.server import Server, serving

PREPARE = "import django; django.setup(); from likely.cli.prepare import prepare_database; prepare_database()"
CUT_OFF = {"ConnectionRefusedError", "ConnectionResetError", "BrokenPipeError"}


@pytest.mark.server
@pytest.mark.timeout(400)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path, database: str) -> None:
    url = postgres.fresh_database() if database == "postgresql" else f"sqlite:///{tmp_path}/likely.db"
    with serving(tmp_path, LIKELY_DATABASE_URL=url, LIKELY_ANSWERS_PER_MINUTE="0") as server:
        server.make_survey("ours")
        reckoning = kill_under_load(server, respondents=24, seconds=5, kills=1, folder=tmp_path)
    assert reckoning.lost == []
    assert reckoning.doubled == []
    assert reckoning.acknowledged > 100, reckoning
    assert set(reckoning.statuses) - {"200", "503"} <= CUT_OFF


@pytest.mark.server
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("database", "rounds"), [("sqlite", 50), ("postgresql", 12)])
def test_killed_again_and_again_at_any_moment(tmp_path: Path, database: str, rounds: int) -> None:
    url = postgres.fresh_database() if database == "postgresql" else f"sqlite:///{tmp_path}/likely.db"
    server = Server(tmp_path, {"LIKELY_DATABASE_URL": url, "LIKELY_ANSWERS_PER_MINUTE": "0"})
    server.run(PREPARE)
    server.make_survey("ours")
    told = tmp_path / "acknowledged.json"
    met = json.loads(kill_in_a_loop(server, rounds, str(told), seed=rounds))["statuses"]
    reckoning = reckon(server, json.loads(told.read_text()), met, [])
    assert reckoning.lost == []
    assert reckoning.doubled == []
    assert reckoning.acknowledged > rounds, reckoning
    assert sum(met.get(name, 0) for name in CUT_OFF) > rounds, "the kills met nobody at work"
    assert set(met) - {"200", "503"} <= CUT_OFF


@pytest.mark.server
@pytest.mark.timeout(400)
def test_a_home_has_one_server_and_the_next_goes_on_when_it_has_ended(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        with pytest.raises(AssertionError, match="Another server runs on"):
            Server(tmp_path, server.environment).start()
        web = server.processes()
        assert server.stop() == 0
        assert psutil.wait_procs(web, timeout=60)[1] == []
        server.start()
        assert server.answers()


def test_the_reckoning_itself_finds_what_is_missing() -> None:
    assert not is_there(None, 3, 1)
    assert is_there(["k", 3, "", None, False], 3, 1)
    assert is_there(["k", 7, "because of 3", None, False], 3, 1)  # the second tap was stored unheard
    assert not is_there(["k", 3, "", None, False], 3, 2)
    assert not is_there(["k", 7, "because of 3", None, False], 3, 3)
    assert is_there(["k", 7, "because of 3", True, True], 3, 3)
    assert not is_there(["k", 4, "", None, False], 3, 1)
