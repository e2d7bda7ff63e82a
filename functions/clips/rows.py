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
    """Both ends inclusive, compared as text with the attribute `ordered`; read from its newest
    end or from its oldest."""

    low: str
    high: str
    newest_first: bool = True


@dataclass(frozen=True)
class Sieve:
    """What rows must be to be told of: unexpired at `now_s`, and of a known length within both
    bounds, inclusive, when there is one; kept by nobody's star if `unstarred`."""

    now_s: int
    min_duration_ms: int | None = None
    max_duration_ms: int | None = None
    unstarred: bool = False


@dataclass(frozen=True)
class Slice:
    """Rows read from one partition, in the order of the span.

    `reached` is the `ordered` of the last row that was looked at, or None at the partition's end;
    rows before it may be fewer than were asked for, since the sieve holds some back.
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
class Tally:
    """What a camera recorded in one UTC day: clips and their milliseconds by quarter of an hour
    (0 to 95), and of all their renditions the bytes, the number, and how many are tiered."""

    site: str
    camera: str
    date: str
    clips: dict[int, int]
    duration_ms: dict[int, int]
    size_bytes: int
    objects: int
    tiered: int


@dataclass(frozen=True)
class Addition:
    """A change of a row of sums: `fields` replace, `sums` (which may be negative) are added."""

    pk: str
    fields: Row
    sums: dict[str, int]


@dataclass(frozen=True)
class Before:
    """What a row must still be for a write to be made: not there at all, or there with this value
    of one attribute, None for without it."""

    exists: bool
    name: str
    value: "dict[str, Plain] | None" = None


@dataclass(frozen=True)
class ObjectFacts:
    """What S3 says of a stored object; `stored_s` is epoch seconds."""

    size_bytes: int
    content_type: str
    stored_s: int
    metadata: dict[str, str]


@dataclass(frozen=True)
class SeenDay:
    """What one person has seen of a site's clips of one UTC day: marks by camera."""

    pk: str
    marks: dict[str, frozenset[bytes]]


@dataclass(frozen=True)
class Change:
    """One write to a present row, only while it is as it was read.

    `expected` has attributes with the values they must have, None for one that must not be there.
    """

    pk: str
    expected: dict[str, Plain | None]
    sets: Row
    removes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Version:
    """One version of an object in a versioned bucket, or a marker that it was deleted."""

    key: str
    id: str
    is_marker: bool
