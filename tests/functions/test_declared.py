"""What infra declares is what the functions answer and read."""

import json

from functions.openapi import FILE
from infra.clips.store import INDEXES, ORDERS
from tests.functions import cloud
from tests.functions.entries import all_routes


def test_the_api_leads_to_every_route_and_to_no_other() -> None:
    paths = json.loads(FILE.read_text("utf-8"))["paths"]
    answered = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert answered == all_routes()


def test_the_declared_indexes_are_those_these_tests_use() -> None:
    assert {name: f"by_{name}" for name in cloud.INDEXES} == INDEXES
    assert cloud.ORDERS == ORDERS
