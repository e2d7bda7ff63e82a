"""Decides what is written down of a clip: its id, its times, its metadata, its objects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.clock import choose_times, parse_time
from vedette_gateway.clips.naming import (
    TREATMENT_MAX,
    describe_times,
    dump_fields,
    encode_metadata,
    encode_source_name,
    load_fields,
    name_object,
)
from vedette_gateway.clips.receipts import Admission, Receipt, StoredObject
from vedette_gateway.clips.rendition import Rendered, Rendition

# The order of uploads: every thumbnail of every clip before the first original.
_TURNS = {"thumb": 0, "original": 1}
_DURATION_MS_MAX = 86_400_000
_CONTENTS = TypeAdapter(Contents)


@dataclass(frozen=True)
class CameraClock:
    """What a camera's file names say about time, and whether to believe it."""

    time_zone: str
    is_trusted: bool


class Clerk:
    """`new_id` gives a new ULID each time."""

    def __init__(
        self, site: str, clocks: Mapping[str, CameraClock], new_id: Callable[[], str]
    ) -> None:
        self._site = site
        self._clocks = clocks
        self._new_id = new_id

    def admit(self, receipt: Receipt, contents: Contents, sha256: str) -> Admission:
        clock = self._clocks.get(receipt.camera, CameraClock("UTC", is_trusted=False))
        times = choose_times(
            receipt.source_name,
            clock.time_zone,
            parse_time(receipt.received_at),
            is_clock_trusted=clock.is_trusted,
        )
        fields = describe_times(contents.kind, times)
        return Admission(
            sha256=sha256,
            clip_id=self._new_id(),
            recorded_at=str(fields["recorded_at"]),
            contents=_CONTENTS.dump_json(contents).decode(),
            metadata=dump_fields(fields),
        )

    def recall(self, receipt: Receipt) -> Contents:
        """What an admitted file was found to hold."""
        return _CONTENTS.validate_json(receipt.contents or "")

    def describe(self, receipt: Receipt, rendered: Rendered) -> str:
        """The clip's metadata, checked against the contract, as JSON."""
        contents = self.recall(receipt)
        fields = load_fields(receipt.metadata)
        fields["width"], fields["height"] = contents.width, contents.height
        fields["video_codec"] = contents.video_codec
        fields["treatment"] = rendered.treatment[:TREATMENT_MAX]
        fields["source_name"] = encode_source_name(receipt.source_name)
        if rendered.duration_ms is not None:
            fields["duration_ms"] = min(rendered.duration_ms, _DURATION_MS_MAX)
        if rendered.audio_codec is not None:
            fields["audio_codec"] = rendered.audio_codec
        encode_metadata(fields)
        return dump_fields(fields)

    def list_objects(self, receipt: Receipt, rendered: Rendered) -> list[StoredObject]:
        return [self._name(receipt, each) for each in rendered.renditions]

    def _name(self, receipt: Receipt, made: Rendition) -> StoredObject:
        key = name_object(
            self._site,
            receipt.camera,
            receipt.recorded_at or "",
            receipt.clip_id or "",
            made.name,
            made.extension,
        )
        came = f"held/{receipt.camera}/{receipt.id}/{receipt.file_name}"
        return StoredObject(
            receipt=receipt.id,
            rendition=made.name,
            turn=_TURNS[made.name],
            key=key,
            path=f"rendered/{receipt.id}/{made.path}" if made.path else came,
            content_type=made.content_type,
            bytes=made.bytes,
            sha256=made.sha256,
        )
