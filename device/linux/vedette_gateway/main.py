"""The command `vedette-gateway`."""

import logging
import os
import sqlite3
import sys
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from typing import Annotated

import typer

from vedette_gateway.commands.backlog import backlog
from vedette_gateway.commands.cameras import cameras
from vedette_gateway.commands.clips import clips
from vedette_gateway.commands.doctor import doctor
from vedette_gateway.commands.frame import CONFIG, ConfigOption, fail, load, read_password
from vedette_gateway.commands.mending import reconcile, set_aside
from vedette_gateway.commands.watching import status
from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.logs import Log, LogHandler
from vedette_gateway.passwords import hash_password
from vedette_gateway.ports.memory import give_back_large_blocks
from vedette_gateway.ports.systemd import Notifier
from vedette_gateway.settings import read_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"vedette-gateway {version('vedette-gateway')}")
        raise typer.Exit


@app.callback()
def begin(
    is_version_wanted: Annotated[
        bool,
        typer.Option("--version", help="Tell the version.", is_eager=True, callback=_tell_version),
    ] = False,
) -> None:
    """Takes clips from FTP cameras and brings them to the cloud without losing one."""
    del is_version_wanted


app.command()(doctor)
app.command()(status)
app.command()(backlog)
app.command()(clips)
app.command()(reconcile)
app.add_typer(cameras, name="cameras")
app.add_typer(set_aside, name="set-aside")


@app.command()
def run(config: ConfigOption = CONFIG) -> None:
    """Serve cameras until SIGTERM or Ctrl-C; SIGHUP reads the settings again."""
    # The SDK takes a second to load, which other commands need not wait for.
    from vedette_gateway.gateway import Gateway

    give_back_large_blocks()
    settings = load(config)
    log = Log(sys.stderr, settings.log)
    logging.basicConfig(level=logging.WARNING, handlers=[LogHandler(log)])
    try:
        notifier = Notifier(os.environ.get("NOTIFY_SOCKET"))
        gateway = Gateway(settings, log, notifier, partial(read_settings, config))
    except (Rejected, Unavailable) as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot listen or write: {error}; see: vedette-gateway doctor")
    except sqlite3.DatabaseError as error:
        fail(f"{settings.spool.directory}: the journal cannot be used: {error}")
    why = gateway.run()
    if why is not None:
        log.error("gateway failed", why=why)
        raise typer.Exit(1)


@app.command("hash-password")
def hash_a_password() -> None:
    """Read a password from standard input, print what to write into the settings."""
    typer.echo(hash_password(read_password()))


@app.command()
def example() -> None:
    """Print a commented settings file to start from."""
    typer.echo(files("vedette_gateway").joinpath("example.toml").read_text("utf-8"), nl=False)
