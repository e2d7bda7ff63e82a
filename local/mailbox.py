"""E-mail of the laptop cloud: nothing leaves the machine, all of it can be read."""

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Letter:
    """One e-mail to one person; `sender` as it was given, which may be a bare address."""

    sender: str
    to: str
    subject: str
    text: str

    def __str__(self) -> str:
        return f"From: {self.sender}\nTo: {self.to}\nSubject: {self.subject}\n\n{self.text}"


class Mailbox:
    """All letters of one start, in a file that its owner alone may read; safe for threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()

    def add(self, letter: Letter) -> None:
        """Keep a letter, behind those before it."""
        with self._turn:
            self._path.touch(mode=0o600)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(letter)) + "\n")

    def read(self) -> list[Letter]:
        """Every letter, oldest first; none before the first was sent."""
        with self._turn:
            if not self._path.exists():
                return []
            lines = self._path.read_text("utf-8").splitlines()
        return [Letter(**json.loads(line)) for line in lines]
