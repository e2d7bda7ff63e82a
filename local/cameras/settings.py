"""What the simulated cameras are told, as a file that only their owner may read."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Account(BaseModel):
    """One camera's way into the gateway; `scene` chooses the colour of its pictures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    user: str
    password: str
    scene: int = 0


class CamerasSettings(BaseModel):
    """Times between uploads of one camera are drawn between both `pause_seconds`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int
    films: Path
    accounts: tuple[Account, ...]
    pause_seconds: tuple[float, float] = (20.0, 40.0)
    width: int = 1280
    height: int = 720
    clip_seconds: float = 12.0
    films_per_camera: int = 3

    def write(self, path: Path) -> None:
        """Keep in a file of mode 0600: it holds passwords."""
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(self.model_dump_json(), "utf-8")
