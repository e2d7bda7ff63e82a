"""The program of `pulumi up`: what a stack's settings and the built parts become."""

from pathlib import Path

import pulumi

from infra import package
from infra.program import Artefacts, declare
from infra.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Read, build, declare, export; in this order, so that a wrong setting fails first."""
    settings = Settings.read(
        pulumi.Config("vedette"),
        stack=pulumi.get_stack(),
        region=pulumi.Config("aws").get("region"),
    )
    artefacts = Artefacts(functions=package.functions(ROOT), web=package.web(ROOT))
    for name, value in declare(settings, artefacts).items():
        pulumi.export(name, value)


if __name__ == "__main__":
    main()
