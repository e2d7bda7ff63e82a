"""`cameras`: which there are, how to set one up, and what its file names mean."""

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    facts,
    fail,
    find,
    find_camera,
    load,
    read_password,
    say_reload,
    show,
    table,
)
from vedette_gateway.commands.name_test import explain_name
from vedette_gateway.commands.upload_test import try_upload
from vedette_gateway.editing import add_camera, remove_camera, set_password
from vedette_gateway.names import check_camera
from vedette_gateway.passwords import hash_password
from vedette_gateway.ports.neighbour import Neighbour, is_everywhere
from vedette_gateway.settings import BadSettings

cameras = typer.Typer(help="The cameras of this gateway.", no_args_is_help=True)
# Without letters that look alike: it is typed into a camera by hand.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_PASSWORD_LETTERS = 16
_NAME_RULE = (
    "a camera's name is 1 to 32 of a-z, 0-9 and -, and begins with a letter or a digit;"
    " what people call it is its --label"
)
AskPasswordOption = Annotated[
    bool, typer.Option("--ask-password", help="Read the password instead of making one.")
]


@cameras.command("list")
def list_cameras(config: ConfigOption = CONFIG, as_json: JsonOption = False) -> None:
    """The cameras of the settings."""
    settings = load(config)
    rows: list[dict[str, object]] = [
        {
            "name": camera.name,
            "label": camera.label,
            "user": camera.user,
            "profile": camera.profile,
            "time_zone": camera.time_zone,
            "clock": camera.clock,
            "believed_days": camera.believed_days,
        }
        for camera in settings.cameras
    ]
    show(rows, as_json, lambda console: _draw_cameras(console, rows))


@cameras.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Its name in the cloud, for ever: a-z, 0-9 and -.")],
    user: Annotated[str | None, typer.Option("--user", help="Its account; like NAME if left.")] = (
        None
    ),
    label: Annotated[str | None, typer.Option("--label", help="For people.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="How it names files.")] = None,
    time_zone: Annotated[str | None, typer.Option("--time-zone", help="Of its clock.")] = None,
    trusted: Annotated[bool, typer.Option("--trusted", help="Believe its clock.")] = False,
    ask_password: AskPasswordOption = False,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Give a camera an account, and say what to type into the camera."""
    settings = load(config)
    if any(camera.name == name for camera in settings.cameras):
        fail(
            f"there is a camera {name} already;"
            f" for another password: vedette-gateway cameras password {name}"
        )
    try:
        check_camera(name)
    except ValueError:
        fail(f"{name}: {_NAME_RULE}")
    password = read_password() if ask_password else _make_password()
    wanted = {
        "name": name,
        "user": user or name,
        "password_hash": hash_password(password),
        "label": label,
        "profile": profile,
        "time_zone": time_zone,
        "clock": "trusted" if trusted else None,
    }
    values = {key: value for key, value in wanted.items() if value is not None}
    try:
        add_camera(config, values)
    except BadSettings as error:
        fail(*error.problems)
    _show_account(config, name, user or name, None if ask_password else password, as_json=as_json)


@cameras.command("remove")
def remove(
    name: Annotated[str, typer.Argument()],
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Take a camera out of the settings. What it sent stays and goes on to the cloud."""
    settings = load(config)
    find_camera(settings, name)
    if len(settings.cameras) == 1:
        fail(f"{name} is the last camera; a gateway has at least one")
    try:
        remove_camera(config, name)
    except BadSettings as error:
        fail(*error.problems)
    text = f"{name} is removed. {say_reload(find(settings))}"
    show({"removed": name}, as_json, lambda console: console.print(cell(text)))


@cameras.command("password")
def change_password(
    name: Annotated[str, typer.Argument(help="A camera that has an account.")],
    ask_password: AskPasswordOption = False,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Give a camera's account another password, and say what to type into the camera."""
    settings = load(config)
    user = find_camera(settings, name).user
    if user is None:
        fail(f"{name} has no account; its files come by other ways")
    password = read_password() if ask_password else _make_password()
    try:
        set_password(config, name, hash_password(password))
    except BadSettings as error:
        fail(*error.problems)
    _show_account(config, name, user, None if ask_password else password, as_json=as_json)


def _make_password() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LETTERS))


def _show_account(
    config: Path, name: str, user: str, password: str | None, *, as_json: bool
) -> None:
    settings = load(config)
    neighbour = find(settings)
    value: dict[str, object] = {
        "name": name,
        "port": settings.ftp.port if neighbour is None else neighbour.ftp_port,
        "user": user,
        "password": password,
        "encryption": "none" if settings.ftp.tls is None else "FTPS, explicit",
        "mode": "passive",
        "directory": "/",
    }
    ftp = settings.ftp
    here = "the address of this computer" if is_everywhere(ftp.host) else ftp.host
    host = ftp.masquerade_address or here
    show(value, as_json, lambda console: _draw_account(console, host, value, neighbour))


def _draw_cameras(console: Console, rows: Sequence[Mapping[str, object]]) -> None:
    keys = ("name", "label", "user", "profile", "time_zone", "clock")
    drawn = table(*(key.replace("_", " ").capitalize() for key in keys))
    for row in rows:
        drawn.add_row(*(cell(row[key]) for key in keys))
    console.print(drawn)


def _draw_account(
    console: Console, host: str, value: Mapping[str, object], neighbour: Neighbour | None
) -> None:
    console.print(cell(f"Type this into the camera {value['name']}:", "bold"))
    keys = ("port", "user", "password", "encryption", "mode", "directory")
    known = {key.capitalize(): value[key] for key in keys if value[key] is not None}
    console.print(facts({"Server": host, **known}))
    kept = "" if value["password"] is None else "The password is kept nowhere else. "
    console.print(cell(kept + say_reload(neighbour)))


cameras.command("test-name")(explain_name)
cameras.command("test-upload")(try_upload)
