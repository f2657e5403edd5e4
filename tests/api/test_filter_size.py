"""The largest filters that are let in: answered, and soon."""

import httpx

LIMIT_SECONDS = 10


def test_many_conditions_on_all_of_many_tags(api: httpx.Client) -> None:
    """49 conditions of 100 tags each were a statement of thousands of joins: planning it ended the database."""
    names = [f"tag {number}" for number in range(100)]
    tagged = {"category": "contactTag", "field": None, "operator": "hasAllOf", "value": names}
    answer = api.post("/v2/contact/list", json={"filter": {"$and": [tagged] * 49}}, timeout=LIMIT_SECONDS)
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_a_list_that_is_too_long_is_refused_before_its_names_are_looked_up(api: httpx.Client) -> None:
    """A megabyte of names, each compared with each stage, kept a process busy for many seconds."""
    at = {"category": "lifecycle", "field": None, "operator": "hasAnyOf", "value": ["Nowhere"] * 101}
    answer = api.post("/v2/contact/list", json={"filter": {"$and": [at]}}, timeout=LIMIT_SECONDS)
    assert answer.status_code == 400
    assert "filter.$and[0].value: Give 1 to 100 values: these are 101." in answer.text
