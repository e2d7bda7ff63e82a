"""Measure: all questions, or those named on the command line."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import connected, delivery, ingest, listing, rendering, starting, visible
from bench.figures import describe_machine

QUESTIONS = {
    "visible": visible.run,
    "rendering": rendering.run,
    "ingest": ingest.run,
    "delivery": delivery.run,
    "connected": connected.run,
    "starting": starting.run,
    "listing": listing.run,
}
RESULTS = Path(__file__).parent / "results.json"


def format_figure(value: object) -> str:
    """Three digits, of large figures all before the point."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if value >= 1000 else f"{value:.3g}"


def print_rows(console: Console, title: str, rows: list[dict[str, Any]]) -> None:
    """A line for each figure, a column for each row: figures have long names."""
    table = Table(title=title, show_header=False)
    for name in rows[0]:
        values = [row[name] for row in rows]
        texts = [format_figure(value) for value in values]
        table.add_row(name, *texts)
    for column in table.columns[1:]:
        column.justify = "right"
    console.print(table)


def main(wanted: list[str]) -> int:
    console = Console()
    unknown = set(wanted) - set(QUESTIONS)
    if unknown:
        console.print(f"no such question: {', '.join(unknown)}; there are {', '.join(QUESTIONS)}")
        return 2
    results: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    results["machine"] = describe_machine()
    for name in wanted or QUESTIONS:
        with console.status(f"measuring {name}"):
            rows = [asdict(row) for row in QUESTIONS[name]()]
        print_rows(console, name, rows)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        results[name] = {"at": now, "rows": rows}
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
