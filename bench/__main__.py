"""Measure: all questions, or those named on the command line."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import listing, rendering, visible
from bench.figures import describe_machine

QUESTIONS = {"visible": visible.run, "rendering": rendering.run, "listing": listing.run}
RESULTS = Path(__file__).parent / "results.json"


def print_rows(console: Console, title: str, rows: list[dict[str, Any]]) -> None:
    table = Table(title=title)
    for name in rows[0]:
        table.add_column(name, justify="right")
    for row in rows:
        texts = [f"{v:.3g}" if isinstance(v, float) else str(v) for v in row.values()]
        table.add_row(*texts)
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
