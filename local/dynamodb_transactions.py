"""Transactions in moto's DynamoDB that cost what they write, not the table.

To be able to go back, moto 5.2.5 copies every table that a transaction names, with all its items:
2 s at 20,000 of them. Here only the items that the transaction names are kept.
"""

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local.foreign import Foreign
from local.repairs import Repairs

Touch = Callable[[Table, DynamoType], None]


def repair(repairs: Repairs, touch: Touch) -> None:
    """Undo failed transactions item by item; `touch` is told of each."""

    def deepcopy(value: Foreign) -> Foreign:
        # What moto would go back to; the wrapper below has put all items back before.
        return value if isinstance(value, Table) else copy.deepcopy(value)

    def undoing(transact: Callable[..., None]) -> Callable[..., None]:
        def transact_write_items(
            backend: DynamoDBBackend, transact_items: list[dict[str, Any]]
        ) -> None:
            kept = [each for item in transact_items for each in keep(backend, item)]
            is_done = False
            try:
                transact(backend, transact_items)
                is_done = True
            finally:
                if not is_done:
                    for table, keys, item in kept:
                        put_back(table, keys, item)
                        touch(table, keys[0])

        return transact_write_items

    repairs.replace(models, "copy", lambda _: SimpleNamespace(deepcopy=deepcopy))
    repairs.replace(DynamoDBBackend, "transact_write_items", undoing)


Kept = tuple[Table, list[DynamoType], Item | None]


def keep(backend: DynamoDBBackend, item: dict[str, Any]) -> list[Kept]:
    """The item that one part of a transaction names, as it is now; nothing of an unknown table."""
    (part,) = item.values()
    table = backend.tables.get(part.get("TableName", ""))
    attributes: dict[str, Any] = part.get("Key") or part.get("Item") or {}
    names = [] if table is None else [table.hash_key_attr, table.range_key_attr]
    wanted = [name for name in names if name]
    if table is None or not all(name in attributes for name in wanted):
        return []
    keys = [DynamoType(attributes[name]) for name in wanted]
    held: Foreign = vars(table)["items"]
    for key in keys:
        held = held.get(key) if held is not None else None
    return [(table, keys, copy.deepcopy(held))]


def put_back(table: Table, keys: list[DynamoType], item: Item | None) -> None:
    """Make a table hold what it held under these keys."""
    *outer, last = keys
    held: Foreign = vars(table)["items"]
    for key in outer:
        held = held[key]
    if item is None:
        held.pop(last, None)
    else:
        held[last] = item
