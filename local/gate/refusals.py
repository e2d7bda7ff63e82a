"""Refusals, in the words and the shape of the service that was asked."""

import json
import secrets
from dataclasses import dataclass
from enum import Enum
from typing import Literal
from xml.sax.saxutils import escape

Family = Literal["s3", "query", "rest-xml", "json", "rest-json"]


class Kind(Enum):
    """Why a request was refused: code and status of S3, of the query services, of the JSON
    services. A status of the JSON protocols is 400 but for the REST one."""

    ANONYMOUS = (
        "AccessDenied",
        403,
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    )
    MALFORMED = (
        "AuthorizationHeaderMalformed",
        400,
        "IncompleteSignature",
        "IncompleteSignatureException",
    )
    UNKNOWN_KEY = ("InvalidAccessKeyId", 403, "InvalidClientTokenId", "UnrecognizedClientException")
    BAD_TOKEN = ("InvalidToken", 400, "InvalidClientTokenId", "UnrecognizedClientException")
    OLD_TOKEN = ("ExpiredToken", 400, "ExpiredToken", "ExpiredTokenException")
    BAD_SIGNATURE = (
        "SignatureDoesNotMatch",
        403,
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
    )
    SKEWED = ("RequestTimeTooSkewed", 403, "SignatureDoesNotMatch", "InvalidSignatureException")
    OLD_REQUEST = ("AccessDenied", 403, "SignatureDoesNotMatch", "InvalidSignatureException")
    OTHER_PAYLOAD = (
        "XAmzContentSHA256Mismatch",
        400,
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
    )
    BAD_DIGEST = ("BadDigest", 400, "InvalidDigest", "InvalidDigest")
    UNREADABLE = ("InvalidRequest", 400, "InvalidAction", "UnknownOperationException")
    DENIED = ("AccessDenied", 403, "AccessDenied", "AccessDeniedException")


class Refused(Exception):
    """The gate does not let a request pass; the text is for the caller and holds no secret."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP response."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


_STATUS = {400: "400 Bad Request", 403: "403 Forbidden"}
_DENIED_CODES = {
    "sns": "AuthorizationError",
    "ec2": "UnauthorizedOperation",
    "sqs": "AccessDenied",
    "iotdata": "ForbiddenException",
}


def answer(refused: Refused, service: str, family: Family) -> Answer:
    """The error response of a service; `service` is the name it is signed for."""
    s3_code, s3_status, query_code, json_code = refused.kind.value
    request_id = secrets.token_hex(16)
    headers = [("x-amzn-requestid", request_id), ("x-amz-request-id", request_id)]
    if family == "s3":
        body = _s3(s3_code, refused.text, request_id)
        return _answered(s3_status, "application/xml", body, headers)
    if family in ("query", "rest-xml"):
        code = _code(refused.kind, service, query_code)
        return _answered(403, "text/xml", _query(code, refused.text, request_id), headers)
    code = _code(refused.kind, service, json_code)
    headers.append(("x-amzn-errortype", code))
    if service == "sqs":
        headers.append(("x-amzn-query-error", f"{code};Sender"))
    status = 403 if family == "rest-json" or service == "sqs" else 400
    body = json.dumps({"__type": code, "message": refused.text, "Message": refused.text})
    return _answered(status, "application/x-amz-json-1.1", body, headers)


def _code(kind: Kind, service: str, code: str) -> str:
    return _DENIED_CODES.get(service, code) if kind is Kind.DENIED else code


def _answered(status: int, kind: str, body: str, headers: list[tuple[str, str]]) -> Answer:
    data = body.encode()
    own = [("Content-Type", kind), ("Content-Length", str(len(data)))]
    return Answer(_STATUS[status], own + headers, data)


def _s3(code: str, text: str, request_id: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{escape(text)}</Message>"
        f"<RequestId>{request_id}</RequestId></Error>"
    )


def _query(code: str, text: str, request_id: str) -> str:
    return (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
        f"<Message>{escape(text)}</Message></Error><RequestId>{request_id}</RequestId>"
        "</ErrorResponse>"
    )
