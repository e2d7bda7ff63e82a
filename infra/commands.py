"""Other programs, run to their end."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pulumi


def run(name: str, *arguments: str, directory: Path) -> str:
    """Run a program of the PATH and return what it printed.

    Raises pulumi.RunError, with the end of what it complained about, if it is missing or fails.
    """
    program = shutil.which(name)
    if program is None:
        raise pulumi.RunError(f"{name} is needed to build and is not on the PATH")
    # Pulumi runs the program inside an event loop, and a thread has none: it can run its own.
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(asyncio.run, _finish(program, arguments, directory)).result()


async def _finish(program: str, arguments: tuple[str, ...], directory: Path) -> str:
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        cwd=directory,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, complaints = await process.communicate()
    if process.returncode != 0:
        end = "\n".join(complaints.decode(errors="replace").splitlines()[-20:])
        command = " ".join((Path(program).name, *arguments[:2]))
        raise pulumi.RunError(f"{command} failed with {process.returncode}:\n{end}")
    return printed.decode()
