"""`python -m local.cameras SETTINGS`: all simulated cameras, until SIGTERM."""

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from local.cameras.camera import Camera
from local.cameras.settings import CamerasSettings


def main(settings_file: Path) -> None:
    """Gives way to everything else on the machine."""
    settings = CamerasSettings.model_validate_json(settings_file.read_text("utf-8"))
    settings.films.mkdir(parents=True, exist_ok=True)
    os.nice(10)
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: over.set())
    cameras = [
        Camera(settings, account, lambda: datetime.now(UTC)) for account in settings.accounts
    ]
    threads = [
        threading.Thread(target=camera.run, args=(over.wait,), daemon=True) for camera in cameras
    ]
    for thread in threads:
        thread.start()
    over.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
