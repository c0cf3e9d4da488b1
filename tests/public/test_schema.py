"""The published schema: one stable address, the same for everybody, cached."""

import json

from django.test import Client

from likely.ask.schema import SCHEMA_PATH, survey_schema


def test_the_schema_lies_at_its_address() -> None:
    answer = Client().get(SCHEMA_PATH)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/schema+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in answer["Cache-Control"]
    assert json.loads(answer.content) == survey_schema()


def test_who_has_it_gets_nothing_again() -> None:
    tag = Client().get(SCHEMA_PATH)["ETag"]
    assert Client().get(SCHEMA_PATH, headers={"if-none-match": tag}).status_code == 304
    assert Client().post(SCHEMA_PATH).status_code == 405
