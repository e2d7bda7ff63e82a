"""Decides what is written down of a clip: its id, its times, its metadata, its objects."""

from collections.abc import Callable, Mapping

from pydantic import TypeAdapter

from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.clock import CameraClock, Times, choose_times, parse_time
from vedette_gateway.clips.naming import (
    TREATMENT_MAX,
    VERSIONS_MAX,
    describe_times,
    dump_fields,
    encode_metadata,
    encode_source_name,
    load_fields,
    name_object,
)
from vedette_gateway.clips.receipts import TURNS, Admission, Receipt, StoredObject
from vedette_gateway.clips.rendition import Rendered, Rendition
from vedette_gateway.profiles import NameReader

_DURATION_MS_MAX = 86_400_000
_CONTENTS = TypeAdapter(Contents)


class Clerk:
    """`new_id` gives a new ULID each time."""

    def __init__(
        self,
        site: str,
        clocks: Mapping[str, CameraClock],
        reader: NameReader,
        new_id: Callable[[], str],
    ) -> None:
        self._site = site
        self._knowledge = (clocks, reader)
        self._new_id = new_id

    def learn(self, clocks: Mapping[str, CameraClock], reader: NameReader) -> None:
        """From the next file on, cameras are known like this."""
        self._knowledge = (clocks, reader)

    def admit(self, receipt: Receipt, contents: Contents, sha256: str) -> Admission:
        clocks, reader = self._knowledge
        clock = clocks.get(receipt.camera, CameraClock("UTC", is_trusted=False))
        received_at = parse_time(receipt.received_at)
        times = choose_times(receipt.source_path, clock, reader, received_at)
        if receipt.stated_at is not None:
            stated_at = parse_time(receipt.stated_at)
            times = Times(stated_at, received_at, stated_at, "the time the source vouches for")
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
        # Of an earlier rendering, when this is one again.
        fields.pop("versions", None)
        encode_metadata(fields)
        return dump_fields(fields)

    def describe_versions(self, receipt: Receipt, notes: str) -> str:
        """The metadata of what is uploaded from now on; `notes` tell of the versions."""
        fields = load_fields(receipt.metadata)
        if notes:
            fields["versions"] = notes[:VERSIONS_MAX]
        encode_metadata(fields)
        return dump_fields(fields)

    def list_objects(self, receipt: Receipt, renditions: list[Rendition]) -> list[StoredObject]:
        return [self._name(receipt, each) for each in renditions]

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
            turn=TURNS[made.name],
            key=key,
            path=f"rendered/{receipt.id}/{made.path}" if made.path else came,
            content_type=made.content_type,
            bytes=made.bytes,
            sha256=made.sha256,
        )
