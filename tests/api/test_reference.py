"""The page of the API: all operations, nothing from elsewhere, no script."""

import re

import pytest
from django.test import Client

from tests.api.test_isolation import operations


def test_every_operation_and_every_field_stands_on_the_page(db: None) -> None:
    page = Client().get("/api/docs").content.decode()
    for operation, (method, address) in operations().items():
        assert f'id="{operation}"' in page
        assert f"{method} {address}" in page
    for field in ("person.external_id", "items[].score", "Idempotency-Key", "updated_since"):
        assert f"<code>{field}</code>" in page


def test_nothing_comes_from_elsewhere_and_nothing_runs(db: None) -> None:
    answer = Client().get("/api/docs")
    page = answer.content.decode()
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "API reference"), ("zh", "API 参考"), ("et", "API teatmik")]
)
def test_it_speaks_the_languages(db: None, lang: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in Client().get(f"/api/docs?lang={lang}").content.decode()


def test_the_description_is_open_to_all(db: None) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.")
