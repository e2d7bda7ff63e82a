"""`status`: what the running gateway says of itself, at a glance."""

from collections.abc import Iterator, Mapping
from typing import cast

from rich.console import Console
from rich.text import Text

from vedette_gateway.clips.reconcile import HARMLESS
from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    count,
    format_age,
    format_bytes,
    group,
    load,
    read_report,
    show,
    table,
)
from vedette_gateway.settings import Settings

Group = Mapping[str, object]


def status(config: ConfigOption = CONFIG, as_json: JsonOption = False) -> None:
    """What came, what is confirmed, what waits, for each camera."""
    settings = load(config)
    report = read_report(settings)
    show(report, as_json, lambda console: _draw(console, settings, report))


def _draw(console: Console, settings: Settings, report: Group) -> None:
    clips = group(report, "clips")
    console.print(
        f"{report.get('site')}: {clips.get('received')} received = "
        f"{clips.get('confirmed')} confirmed + {clips.get('waiting')} waiting + "
        f"{clips.get('set_aside')} set aside + {clips.get('duplicates')} sent again",
        highlight=False,
    )
    labels = {camera.name: camera.label for camera in settings.cameras}
    keys = ("received", "confirmed", "waiting", "set_aside", "duplicates")
    heads = ("Camera", "#Received", "#Confirmed", "#Waiting", "#Aside", "#Again", "Last file")
    cameras = table(*heads)
    for camera in cast(list[Group], report["cameras"]):
        name, label = str(camera.get("name")), labels.get(str(camera.get("name")))
        shown = name if label is None else f"{name} ({label})"
        last = format_age(camera.get("last_received_at"))
        cameras.add_row(cell(shown), *(cell(camera.get(key)) for key in keys), cell(last))
    console.print(cameras)
    for line in _list_lines(report):
        console.print(line)


def _list_lines(report: Group) -> Iterator[Text]:
    ftp, media, upload = (group(report, name) for name in ("ftp", "media", "upload"))
    tls = "FTPS" if ftp.get("tls") else "FTP without encryption"
    since = format_age(report.get("started_at"))
    yield cell(
        f"Version {report.get('version')}, started {since}, {tls} on port {ftp.get('port')}."
    )
    waiting = sum(cast(dict[str, int], upload.get("waiting_bytes") or {}).values())
    if waiting:
        yield cell(f"Uploads: {format_bytes(waiting)} to go; see: vedette-gateway backlog")
    if upload.get("failing_since"):
        since = format_age(upload.get("failing_since"))
        yield cell(f"Uploads fail, since {since}: {upload.get('last_error')}", "red")
    to_convert = media.get("clips_to_convert")
    if to_convert:
        yield cell(f"Versions are to be made of {count(to_convert, 'clip')}.")
    yield from _list_disk_lines(report)
    yield from _list_entrance_lines(group(report, "entrances"))


def _list_disk_lines(report: Group) -> Iterator[Text]:
    disk, reconciled = group(report, "disk"), group(report, "reconciled")
    least = format_bytes(disk.get("min_free_bytes"))
    yield cell(f"Disk: {format_bytes(disk.get('free_bytes'))} free; kept free: {least}.")
    if disk.get("trouble"):
        yield cell(disk.get("trouble"), "red")
    bad = {kind: n for kind, n in group(reconciled, "found").items() if kind not in HARMLESS}
    if bad:
        text = ", ".join(f"{number} {kind}" for kind, number in bad.items())
        yield cell(f"Disk and journal do not agree: {text}; see: reconcile", "red")
    bucket = group(report, "bucket")
    bad = {kind: n for kind, n in group(bucket, "found").items() if kind not in HARMLESS}
    if bad:
        text = ", ".join(f"{number} {kind}" for kind, number in bad.items())
        yield cell(f"Cloud and journal do not agree: {text}; see: reconcile", "red")
    if bucket.get("why_not"):
        yield cell(f"Cloud not compared: {bucket.get('why_not')}", "yellow")


def _list_entrance_lines(entrances: Group) -> Iterator[Text]:
    for kind in ("watch", "vsftpd"):
        for each in cast(list[Group], entrances.get(kind) or []):
            there = "" if each.get("is_there") else ", which is not there"
            text = f"{kind} {each.get('directory')}{there}: {each.get('taken')} taken"
            yield cell(f"{text}, {each.get('waiting')} waiting.", "" if not there else "red")
            strays = each.get("folders_without_camera")
            if strays:
                yield cell(
                    f"  {count(strays, 'folder')} there of no camera; see the log.", "yellow"
                )
            if each.get("last_error"):
                yield cell(f"  {each.get('last_error')}", "red")
    frigate = group(entrances, "frigate")
    if frigate:
        files = group(frigate, "files")
        text = ", ".join(f"{number} {state}" for state, number in files.items())
        yield cell(f"frigate {frigate.get('url')}: {text or 'nothing yet'}.")
        for key in ("last_error", "mqtt_last_error"):
            if frigate.get(key):
                yield cell(f"  {frigate.get(key)}", "red")
