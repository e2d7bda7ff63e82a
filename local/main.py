"""The command `vedette-local`."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from local.data import DataDirectory
from local.hosts import PORT_SPAN, Ports
from local.ready import read_ready
from local.refusal import Refusal

app = typer.Typer(
    help="The whole of Vedette on this machine, without an AWS account.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_ReadyFile = Annotated[Path, typer.Option("--ready", help="The file that `up` writes.")]


@app.command()
def up(
    data: Annotated[Path, typer.Option(help="Directory of this instance: logs, spool, films.")],
    ready: Annotated[Path, typer.Option(help="Written, as JSON, once everything answers.")],
    cameras: Annotated[int, typer.Option(min=0, max=50, help="Simulated cameras.")] = 0,
    port_base: Annotated[
        int, typer.Option(min=1024, max=65535 - PORT_SPAN, help="The first of 60 ports.")
    ] = 8400,
) -> None:
    """Run the cloud, a gateway and simulated cameras until SIGTERM or Ctrl-C.

    The cloud is in memory and starts empty each time.
    """
    # Imported here: the other commands answer without loading a whole cloud.
    from local.progress import Progress
    from local.up import Options, run

    options = Options(DataDirectory(data), ready, cameras, Ports(port_base))
    progress = Progress()
    try:
        run(options, progress)
    except Refusal as refusal:
        progress.close()
        _fail(refusal)
    finally:
        progress.close()


@app.command()
def token(
    ready: _ReadyFile,
    email: Annotated[str, typer.Option(help="Who; the demo viewer by default.")] = "",
    password: Annotated[str, typer.Option(help="Their password.")] = "",
) -> None:
    """Print a fresh access token, signed in for as the web app does it."""
    from local.signing_in import fetch_access_token

    try:
        found = read_ready(ready)
        who, secret = (email, password) if email else (found.login.email, found.login.password)
        typer.echo(fetch_access_token(found, who, secret))
    except Refusal as refusal:
        _fail(refusal)


@app.command()
def viewer(
    ready: _ReadyFile,
    email: Annotated[str, typer.Option(help="A new email address.")],
    site: Annotated[str, typer.Option(help="Which site's member: home or barn.")],
) -> None:
    """Invite another person and print their email and password."""
    from local.account import Account
    from local.people import add_viewer

    try:
        found = read_ready(ready)
        root = DataDirectory(Path(found.data)).read_root()
        client = Account(found.aws_endpoint, root, found.region).client("cognito-idp")
        login = add_viewer(client, found.cognito.user_pool_id, email, (site,))
    except Refusal as refusal:
        _fail(refusal)
    typer.echo(f"{login.email} {login.password}")


@app.command()
def mail(
    ready: _ReadyFile,
    to: Annotated[str, typer.Option(help="Only what this address got.")] = "",
) -> None:
    """Print the e-mail that the cloud has sent, oldest first; none of it leaves this machine."""
    from local.mailbox import Mailbox

    try:
        mailbox = Mailbox(DataDirectory(Path(read_ready(ready).data)).mail)
    except Refusal as refusal:
        _fail(refusal)
    letters = [letter for letter in mailbox.read() if to in ("", letter.to)]
    typer.echo("\n---\n".join(str(letter) for letter in letters))


@app.command()
def grants(
    ready: _ReadyFile,
    check: Annotated[
        Path | None, typer.Option(help="A TOML file of reasons; 1 when something has none.")
    ] = None,
) -> None:
    """Print grants that nothing has used yet, and requests that were denied."""
    from local.grants import find, unexplained

    try:
        findings = find(DataDirectory(Path(read_ready(ready).data)))
        if check is not None:
            findings = unexplained(findings, check)
    except Refusal as refusal:
        _fail(refusal)
    for finding in findings:
        typer.echo(str(finding))
    if check is not None and findings:
        raise typer.Exit(1)


def _fail(refusal: Refusal) -> NoReturn:
    typer.echo(f"vedette-local: {refusal}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    app()
