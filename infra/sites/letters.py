"""The function that writes the letters of invitations."""

import pulumi

from infra.function import Function, Workshop


def make_letters(
    name: str, *, workshop: Workshop, opts: pulumi.ResourceOptions | None = None
) -> Function:
    """Knows nothing: the pool needs it before the pages exist that its letters lead to."""
    return Function(
        name,
        workshop=workshop,
        purpose="Writes the letters of invitations.",
        handler="functions.sites.handler.letter",
        # The user pool does not wait longer.
        timeout_s=5,
        memory_mb=512,
        environment={},
        may=[],
        opts=opts,
    )
