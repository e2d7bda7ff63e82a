"""Index queries in moto's DynamoDB that cost the page, not the table.

moto 5.2.5 copies and sorts every item of a table for every query: 180 ms at 20,000 items. Here each
index keeps its own order, and the original query gets to see only the part of it that can be in
the answer, so its rules and its errors stay. What it answers is written as JSON directly: moto
would look up every attribute of every item in the service's description, 60 ms for 50 clips.
"""

import base64
import bisect
import copy
import inspect
import json
import threading
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from moto.core.responses import ActionResult
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler

from local import dynamodb_transactions
from local.repairs import Repairs

_WRITTEN = frozenset(("Query", "BatchGetItem"))
"""Answers with many items; of all others moto's way is quick enough."""
Order = tuple[str, str]  # index sort key, table key
LAST = chr(0x10FFFF)


class IndexOrder:
    """The sorted partitions of a table's indexes; an item is placed anew after it was touched."""

    def __init__(self, keys: set[DynamoType]) -> None:
        self.lock = threading.Lock()
        self.touched = keys
        self.places: dict[DynamoType, list[tuple[str, str, Order]]] = {}
        self.partitions: dict[tuple[str, str], list[Order]] = {}
        self.items: dict[str, Item] = {}

    def touch(self, key: DynamoType) -> None:
        with self.lock:
            self.touched.add(key)

    def place_touched(self, table: Table) -> None:
        """Bring the order up to date; the caller holds the lock."""
        stored: dict[DynamoType, Any] = dict(stored_in(table)) if self.touched else {}
        while self.touched:
            key = self.touched.pop()
            for index, partition, order in self.places.pop(key, []):
                orders = self.partitions[(index, partition)]
                del orders[bisect.bisect_left(orders, order)]
            if key not in stored:
                self.items.pop(text_of(key), None)
                continue
            self.items[text_of(key)] = stored[key]
            self.places[key] = places_of(table, stored[key])
            for index, partition, order in self.places[key]:
                bisect.insort(self.partitions.setdefault((index, partition), []), order)

    def find(self, table: Table, asked: dict[str, Any]) -> list[Item] | None:
        """Items that can be in the answer, or None for a query that only moto understands."""
        conditions: list[tuple[str, DynamoType]] = asked.get("hash_key_conditions") or []
        if len(conditions) != 1 or not asked.get("index_name") or asked["exclusive_start_key"]:
            return None
        with self.lock:
            self.place_touched(table)
            partition = self.partitions.get((asked["index_name"], text_of(conditions[0][1])), [])
            compared: list[DynamoType] = asked["range_objs"] or []
            values = [text_of(value) for value in compared]
            part = select(partition, asked["range_comparison"], values)
            if part is None:
                return None
            # One more than asked for, so that the original sees whether there is a next page.
            first, end = part.start, part.stop
            if asked["limit"] is not None and asked["scan_index_forward"] is False:
                first = max(first, end - asked["limit"] - 1)
            elif asked["limit"] is not None:
                end = min(end, first + asked["limit"] + 1)
            return [self.items[key] for _, key in partition[first:end]]


def stored_in(table: Table) -> dict[DynamoType, Any]:
    """What a table without a range key holds; moto's annotation knows only the other kind."""
    return vars(table)["items"]


def text_of(value: DynamoType) -> str:
    return str(vars(value)["value"])


def places_of(table: Table, item: Item) -> list[tuple[str, str, Order]]:
    """Where an item stands in the table's indexes: only where it has all their key attributes."""
    places: list[tuple[str, str, Order]] = []
    for index in table.all_indexes():
        names = [key["AttributeName"] for key in index.schema]
        values = [item.attrs[name] for name in names if name in item.attrs]
        if len(values) == 2 and all(value.type == "S" for value in values):
            partition, sort = (text_of(value) for value in values)
            places.append((index.name, partition, (sort, text_of(item.hash_key))))
    return places


def select(orders: list[Order], comparison: str | None, values: list[str]) -> slice | None:
    """The part of a partition that a sort key condition selects; None for one not known here."""

    def before(at: int) -> int:
        return bisect.bisect_left(orders, (values[at], ""))

    def behind(at: int) -> int:
        return bisect.bisect_right(orders, (values[at], LAST))

    known: dict[str | None, Callable[[], slice]] = {
        None: lambda: slice(0, len(orders)),
        "<": lambda: slice(0, before(0)),
        "<=": lambda: slice(0, behind(0)),
        ">": lambda: slice(behind(0), len(orders)),
        ">=": lambda: slice(before(0), len(orders)),
        "=": lambda: slice(before(0), behind(0)),
        "BETWEEN": lambda: slice(before(0), behind(1)),
    }
    return known[comparison]() if comparison in known else None


class IndexOrders:
    """The order of every table without a range key, made when it is first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.orders: WeakKeyDictionary[Table, IndexOrder] = WeakKeyDictionary()

    def of(self, table: Table) -> IndexOrder | None:
        if table.range_key_attr is not None:
            return None
        with self.lock:
            if table not in self.orders:
                self.orders[table] = IndexOrder(set(stored_in(table)))
            return self.orders[table]

    def touch(self, table: Table, key: DynamoType) -> None:
        order = self.of(table)
        if order:
            order.touch(key)


def write_json(
    handler: DynamoHandler, answer: ActionResult
) -> tuple[int, dict[str, Any], str] | None:
    """An answer of many items as the wire has it, or None for what moto must write itself."""
    result: object = vars(answer)["_result"]
    name = handler.get_endpoint_name(handler.headers)
    if name not in _WRITTEN or not isinstance(result, dict):
        return None

    def write_value(value: DynamoType | bytes) -> object:
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        return value.to_json()

    headers = {"Content-Type": "application/x-amz-json-1.0", **handler.response_headers}
    return 200, headers, json.dumps(result, default=write_value)


def follow_writes(orders: IndexOrders, repairs: Repairs) -> None:
    """Have every write told to the orders."""

    def putting(put_of: Callable[..., Item]) -> Callable[..., Item]:
        def put_item(table: Table, *rest: object, **named: object) -> Item:
            item = put_of(table, *rest, **named)
            orders.touch(table, item.hash_key)
            return item

        return put_item

    def deleting(delete_of: Callable[..., Item | None]) -> Callable[..., Item | None]:
        def delete_item(table: Table, key: DynamoType, range_key: DynamoType | None) -> Item | None:
            item = delete_of(table, key, range_key)
            orders.touch(table, key)
            return item

        return delete_item

    def updating(update_of: Callable[..., Item]) -> Callable[..., Item]:
        def update_item(
            backend: DynamoDBBackend, name: str, *rest: object, **named: object
        ) -> Item:
            # moto changes the stored item in place, without a put.
            item = update_of(backend, name, *rest, **named)
            orders.touch(backend.get_table(name), item.hash_key)
            return item

        return update_item

    repairs.replace(Table, "put_item", putting)
    repairs.replace(Table, "delete_item", deleting)
    repairs.replace(DynamoDBBackend, "update_item", updating)


def answer_queries(orders: IndexOrders, repairs: Repairs) -> None:
    """Have moto's query see only what can be in its answer, and write that quickly."""

    def asking(query_of: Callable[..., object]) -> Callable[..., object]:
        signature = inspect.signature(query_of)

        def query(table: Table, *rest: object, **named: object) -> object:
            order = orders.of(table)
            found = order and order.find(table, signature.bind(table, *rest, **named).arguments)
            if found is None:
                return query_of(table, *rest, **named)
            part: Any = copy.copy(table)
            part.all_items = lambda: found
            return query_of(part, *rest, **named)

        return query

    def writing(write_of: Callable[..., object]) -> Callable[..., object]:
        def serialized(handler: DynamoHandler, answer: ActionResult) -> object:
            return write_json(handler, answer) or write_of(handler, answer)

        return serialized

    repairs.replace(Table, "query", asking)
    repairs.replace(DynamoHandler, "serialized", writing)


def install() -> Callable[[], None]:
    """Put the orders behind moto's tables. Returns what undoes it, safe to call again."""
    orders, repairs = IndexOrders(), Repairs()
    follow_writes(orders, repairs)
    answer_queries(orders, repairs)
    dynamodb_transactions.repair(repairs, orders.touch)
    return repairs.undo
