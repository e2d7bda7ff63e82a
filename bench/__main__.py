"""Measure: all questions, or those named on the command line."""

import json
import sys
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import listing, rendering, visible
from bench.figures import describe_machine

QUESTIONS = {"visible": visible.run, "rendering": rendering.run, "listing": listing.run}
RESULTS = Path(__file__).parent / "results.json"


def print_rows(console: Console, title: str, rows: list[Any]) -> None:
    table = Table(title=title)
    names = [field.name for field in fields(rows[0])]
    for name in names:
        table.add_column(name, justify="right")
    for row in rows:
        values = [getattr(row, name) for name in names]
        table.add_row(*(f"{value:.3g}" if isinstance(value, float) else str(value) for value in values))
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
            rows: list[Any] = list(QUESTIONS[name]())
        print_rows(console, name, rows)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        results[name] = {"at": now, "rows": [asdict(row) for row in rows if is_dataclass(row)]}
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
