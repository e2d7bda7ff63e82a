"""What `vedette-local up` says: a spinner on a terminal, plain lines elsewhere."""

import sys

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from local.ready import Ready


class Progress:
    """The steps to a running cloud, then its address and login."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._status = self._console.status("starting") if sys.stdout.isatty() else None
        if self._status is not None:
            self._status.start()

    def step(self, text: str) -> None:
        """What goes on from now on."""
        if self._status is None:
            self._say(f"{text} ...")
        else:
            self._status.update(f"{text} ...")
            self._status.start()

    def ready(self, ready: Ready) -> None:
        """Everything answers."""
        self.close()
        lines = [
            ("web", f"{ready.web}/"),
            ("email", ready.login.email),
            ("password", ready.login.password),
            ("api", ready.api),
            ("aws", f"{ready.aws_endpoint} ({ready.region})"),
            ("ftp", f"{ready.ftp.host}:{ready.ftp.port}"),
            ("logs", f"{ready.data}/logs"),
        ]
        if self._console.is_terminal:
            table = Table.grid(padding=(0, 2))
            for name, value in lines:
                table.add_row(f"[dim]{name}[/dim]", f"[bold]{value}[/bold]")
            self._console.print(Panel(table, title="Vedette is running", expand=False))
            self._console.print("[dim]Ctrl-C stops it.[/dim]")
        else:
            for name, value in lines:
                self._say(f"{name:<9} {value}")

    def _say(self, line: str) -> None:
        # Whoever reads through a pipe gets each line when it is said.
        self._console.print(line, markup=False)
        sys.stdout.flush()

    def close(self) -> None:
        """No more spinner."""
        if self._status is not None:
            self._status.stop()
