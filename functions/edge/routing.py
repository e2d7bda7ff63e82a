"""How routes are added, so that every one has its name, its summary and no copy in a cache."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

Route = tuple[str, str, str, Callable[..., object]]
"""Method, rule (`/v1/clips/<id>`), summary, and the method of a class that answers."""


def add_routes(app: APIGatewayHttpResolver, tag: str, *routes: Route) -> None:
    """Answers hold what is one person's, and signed links: nobody keeps them.

    The operation is called as its answer is; a page of signed links shrinks to a tenth.
    """
    for method, rule, summary, answer in routes:
        app.route(
            rule,
            method,
            summary=summary,
            operation_id=answer.__name__,
            tags=[tag],
            cache_control="no-store",
            compress=method == "GET",
        )(answer)
