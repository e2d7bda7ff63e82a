"""What the clips table holds, as values that logic and store both understand."""

from dataclasses import dataclass, field

Plain = str | int
Row = dict[str, "Plain | dict[str, Plain]"]


@dataclass(frozen=True)
class Partition:
    """All rows with `value` in the hash key of the index `index` (hash attribute `by_<index>`)."""

    index: str
    value: str


@dataclass(frozen=True)
class Span:
    """Both ends inclusive, compared as text with the attribute `ordered`."""

    low: str
    high: str


@dataclass(frozen=True)
class Slice:
    """Rows read from one partition, newest first.

    `reached` is the `ordered` of the last row that was looked at, or None at the partition's end;
    rows above it may be fewer than were asked for, since expired ones are left out.
    """

    rows: list[Row]
    reached: str | None


@dataclass(frozen=True)
class Merge:
    """One write that does not care what is already there, unless the row is another thing.

    `identity` must equal what a present row has; `fields` replace; `defaults` are written only
    where the row has none.
    """

    pk: str
    identity: Row
    fields: Row
    defaults: Row = field(default_factory=dict[str, "Plain | dict[str, Plain]"])


@dataclass(frozen=True)
class ObjectFacts:
    """What S3 says of a stored object; `stored_s` is epoch seconds."""

    size_bytes: int
    content_type: str
    stored_s: int
    metadata: dict[str, str]
