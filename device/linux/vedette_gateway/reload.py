"""What a running gateway takes from its settings: now, and when they change."""

from datetime import timedelta

from vedette_gateway.clips.clock import CameraClock
from vedette_gateway.clips.policy import UploadPolicy, parse_window
from vedette_gateway.settings import Settings

# Everything else is built into threads, sockets and processes that are already at work.
_LIVE = frozenset({"cameras", "profiles", "upload"})
_LIVE_FTP = frozenset(
    {
        "passive_ports",
        "masquerade_address",
        "max_connections",
        "max_connections_per_address",
        "max_connections_per_camera",
        "stalled_s",
        "idle_s",
        "tls",
    }
)
_LIVE_SPOOL = frozenset(
    {"min_free_bytes", "keep_confirmed", "keep_free_bytes", "remember_days", "remember_clips"}
)


def merge(running: Settings, wanted: Settings) -> tuple[Settings, list[str]]:
    """The settings a running gateway can have now, and the keys that wait for a restart."""
    live = {key: getattr(wanted, key) for key in _LIVE}
    # A socket speaks FTP or FTPS from its first day on; only the certificate may change.
    has_same_tls = (running.ftp.tls is None) == (wanted.ftp.tls is None)
    ftp_keys = _LIVE_FTP if has_same_tls else _LIVE_FTP - {"tls"}
    live["ftp"] = running.ftp.model_copy(update={key: getattr(wanted.ftp, key) for key in ftp_keys})
    live["spool"] = running.spool.model_copy(
        update={key: getattr(wanted.spool, key) for key in _LIVE_SPOOL}
    )
    merged = running.model_copy(update=live)
    now, then = merged.model_dump(), wanted.model_dump()
    waiting = [key for key in then if key not in ("ftp", "spool") and now[key] != then[key]]
    for group in ("ftp", "spool"):
        waiting += [f"{group}.{key}" for key in then[group] if now[group][key] != then[group][key]]
    return merged, sorted(waiting)


def read_policy(settings: Settings) -> UploadPolicy:
    """When which renditions go, and how fast."""
    upload = settings.upload
    windows = tuple(parse_window(text) for text in upload.originals_at)
    return UploadPolicy(windows, settings.time_zone, upload.metered, upload.bytes_per_s)


def read_clocks(settings: Settings) -> dict[str, CameraClock]:
    """How the file names of each camera are to be read."""
    return {
        camera.name: CameraClock(
            camera.time_zone,
            camera.clock == "trusted",
            camera.profile,
            timedelta(days=camera.believed_days),
        )
        for camera in settings.cameras
    }
