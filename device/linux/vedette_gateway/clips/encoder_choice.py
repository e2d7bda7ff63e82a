"""Which H.264 encoder this computer uses: tried once, at the start, in a process that may crash."""

from collections.abc import Callable
from dataclasses import dataclass

from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.ports.process import ProcessDied
from vedette_gateway.settings import ENCODERS, SOFTWARE_ENCODER, EncoderName


@dataclass(frozen=True)
class EncoderReport:
    """`chosen` is None when none works; `refused` says why those before it do not."""

    chosen: EncoderName | None
    refused: dict[str, str]


def choose_encoder(
    worker: MediaWorker, wanted: EncoderName | None, is_stopping: Callable[[], bool]
) -> EncoderReport:
    """The wanted one, or the first of all that works; libx264 when the wanted one does not."""
    refused: dict[str, str] = {}
    for name in ENCODERS if wanted is None else dict.fromkeys((wanted, SOFTWARE_ENCODER)):
        if is_stopping():
            break
        try:
            why = worker.try_encoder(name)
        except ProcessDied as death:
            why = str(death)
            if name == SOFTWARE_ENCODER and not is_stopping():
                # It needs no driver: this computer was busy, or short of memory.
                return EncoderReport(name, refused)
        if why is None:
            return EncoderReport(name, refused)
        refused[name] = why
    return EncoderReport(None, refused)
