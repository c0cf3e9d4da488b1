"""People by API: made once, brought up to date ever after."""

from typing import Any

from tests.api.conftest import Program, problem, told


def test_the_second_time_they_are_brought_up_to_date(program: Program, db: None) -> None:
    first = told(
        program.post("/people", {"external_id": "7", "name": "Mari", "properties": {"plan": "gold"}}), 201
    )
    second = told(
        program.post("/people", {"external_id": "7", "email": "M@Example.org", "properties": {"Seats": 2}})
    )
    assert second["id"] == first["id"]
    assert (second["name"], second["email"]) == ("Mari", "m@example.org")
    assert second["properties"] == {"plan": "gold", "seats": 2}
    assert told(program.get(f"/people/{first['id']}")) == second


def test_names_of_two_people_are_refused(program: Program, db: None) -> None:
    told(program.post("/people", {"external_id": "1"}), 201)
    told(program.post("/people", {"email": "b@example.org"}), 201)
    problem(
        program.post("/people", {"external_id": "1", "email": "b@example.org"}),
        422,
        "two_people",
        "external_id",
    )


def test_they_are_found_by_any_of_their_names(program: Program, db: None) -> None:
    body = {"external_id": "1", "email": "a@example.org", "phone": "+372 5555 1234"}
    made = told(program.post("/people", body), 201)
    told(program.post("/people", {"external_id": "2"}), 201)
    for query in ("external_id=1", "email=A@example.org", "phone=%2B37255551234"):
        assert [one["id"] for one in told(program.get(f"/people?{query}"))["items"]] == [made["id"]]


def test_pages_hold_everybody_once(program: Program, db: None) -> None:
    made = [told(program.post("/people", {"external_id": str(n)}), 201)["id"] for n in range(7)]
    for query in ("", "&updated_since=2020-01-01T00:00:00Z"):
        seen: list[Any] = []
        page = told(program.get(f"/people?limit=3{query}"))
        seen += page["items"]
        while page["next"]:
            page = told(program.get(f"/people?limit=3{query}&cursor={page['next']}"))
            seen += page["items"]
        assert [one["id"] for one in seen] == made
