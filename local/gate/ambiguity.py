"""Requests that moto could read otherwise than its own router: they are refused, or made plain.

moto looks for `Action` and for every parameter first in the form, then in the query, then in a body
that looks like a form, then in the headers, whatever the protocol says; and its S3 goes by single
query parameters. Without this, a request for a harmless operation could carry another one."""

from functools import cache

from moto.core.model import OperationModel, StructureShape

from local.gate.inbound import Inbound
from local.gate.refusals import Kind, Refused

_FORM = "application/x-www-form-urlencoded"
_FORMS = (_FORM, "multipart/form-data")
_SIGNATURE_QUERY = frozenset(
    {
        *("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires"),
        *("X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Security-Token"),
        "X-Amz-Content-Sha256",
    }
)
_NAME = "x-id"
"""The query parameter in which some SDKs repeat the operation's name; it means nothing."""


def refuse_ambiguity(model: OperationModel, inbound: Inbound) -> None:
    """Raises Refused for what does not belong to the operation."""
    protocol = str(model.service_model.protocol)
    by_form = inbound.header("content-type").lower().startswith(_FORM)
    names = {name for name, _ in inbound.query} - _SIGNATURE_QUERY
    if protocol in ("query", "ec2") or (by_form and not protocol.startswith("rest")):
        if names and inbound.body:
            raise Refused(Kind.UNREADABLE, "Parameters are in the query or in the body, not both")
        return
    unknown = names - _query_names(model) - {_NAME}
    if unknown:
        raise Refused(Kind.UNREADABLE, f"{min(unknown)} is not a parameter of {model.name}")
    if protocol.startswith("rest") and inbound.has("x-amz-target"):
        raise Refused(Kind.UNREADABLE, "x-amz-target is not a header here")
    make_plain(model.name, inbound)


def make_plain(name: str, inbound: Inbound) -> None:
    """Leave moto one way to read a request that is not a form. Raises Refused for a form."""
    if inbound.header("content-type").lower().startswith(_FORMS):
        raise Refused(Kind.UNREADABLE, "The body is not a form here")
    if not inbound.environ.get("QUERY_STRING"):
        # With a query moto takes no parameters out of body and headers.
        inbound.environ["QUERY_STRING"] = f"{_NAME}={name}"


def _query_names(model: OperationModel) -> frozenset[str]:
    own = frozenset(model.http_trait.query_args) if model.http else frozenset[str]()
    shape = model.input_shape
    return own | _shape_query(shape) if isinstance(shape, StructureShape) else own


@cache
def _shape_query(shape: StructureShape) -> frozenset[str]:
    return frozenset(
        member.serialization.get("name", name)
        for name, member in shape.members.items()
        if member.serialization.get("location") == "querystring"
    )
