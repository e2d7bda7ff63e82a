"""The command `vedette-gateway`."""

import getpass
import logging
import sqlite3
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.gateway import Gateway
from vedette_gateway.logs import Log, LogHandler
from vedette_gateway.passwords import hash_password
from vedette_gateway.settings import BadSettings, read_settings

app = typer.Typer(
    help="Takes clips from FTP cameras and brings them to the cloud without losing one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    config: Annotated[Path, typer.Option("--config", help="The settings, a TOML file.")],
) -> None:
    """Serve cameras until SIGTERM or Ctrl-C."""
    try:
        settings = read_settings(config)
    except BadSettings as error:
        _fail(*error.problems)
    log = Log(sys.stderr, settings.log)
    logging.basicConfig(level=logging.WARNING, handlers=[LogHandler(log)])
    try:
        gateway = Gateway(settings, log)
    except (Rejected, Unavailable) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"cannot listen or write: {error}")
    except sqlite3.DatabaseError as error:
        _fail(f"{settings.spool.directory}: the journal cannot be used: {error}")
    why = gateway.run()
    if why is not None:
        log.error("gateway failed", why=why)
        raise typer.Exit(1)


@app.command("hash-password")
def hash_a_password() -> None:
    """Read a password from standard input, print what to write into the settings."""
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not password:
        _fail("no password given")
    typer.echo(hash_password(password))


@app.command()
def example() -> None:
    """Print a commented settings file to start from."""
    typer.echo(files("vedette_gateway").joinpath("example.toml").read_text("utf-8"), nl=False)


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(f"vedette-gateway: {line}", err=True)
    raise typer.Exit(2)
