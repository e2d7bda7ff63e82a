"""Uploads of every size and form through the gate arrive as they were."""

import base64
import hashlib
from datetime import UTC, datetime
from io import BytesIO

import pytest

from local.gate.inbound import Inbound
from local.gate.payload import signed_hash, unwrap
from local.gate.refusals import Kind, Refused
from local.gate.signature import check_signature, read_claim
from tests.local.gate.cloud import Cloud, allow, refusal, unique

SIZES = (0, 3_000_000, 30_000_000)


def _upload(cloud: Cloud, bytes_: int, algorithm: str | None) -> None:
    """Upload with a checksum made beforehand, or one that botocore makes by this algorithm."""
    bucket = cloud.bucket()
    s3 = cloud.client("s3", cloud.may(allow("s3:PutObject", f"arn:aws:s3:::{bucket}/clips/*")))
    body = hashlib.shake_128(b"clip").digest(bytes_)
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    at = {"Bucket": bucket, "Key": f"clips/{unique('clip')}.mp4"}
    given = {"ChecksumAlgorithm": algorithm} if algorithm else {"ChecksumSHA256": digest}
    s3.put_object(**at, Body=body, IfNoneMatch="*", Metadata={"recorded_at": "x"}, **given)
    read = cloud.client("s3").get_object(**at, ChecksumMode="ENABLED")
    assert hashlib.sha256(read["Body"].read()).digest() == hashlib.sha256(body).digest()
    assert read["Metadata"] == {"recorded_at": "x"}
    assert read.get("ContentEncoding", "") == ""
    assert read[f"Checksum{algorithm or 'SHA256'}"]
    assert read.get("ChecksumSHA256", digest) == digest
    again = refusal(s3.put_object, **at, Body=body, IfNoneMatch="*", **given)
    assert again == "PreconditionFailed"


@pytest.mark.parametrize("bytes_", SIZES)
def test_an_upload_with_a_checksum_arrives_whole(cloud: Cloud, bytes_: int) -> None:
    _upload(cloud, bytes_, None)


@pytest.mark.filterwarnings("ignore:Unverified HTTPS")
@pytest.mark.parametrize("algorithm", ["SHA256", "SHA1", "CRC32"])
@pytest.mark.parametrize("bytes_", SIZES)
def test_a_streamed_upload_with_trailers_arrives_whole(
    tls_cloud: Cloud, bytes_: int, algorithm: str
) -> None:
    _upload(tls_cloud, bytes_, algorithm)


def test_a_checksum_of_another_body_is_refused(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    s3 = cloud.client("s3", cloud.may(allow("s3:PutObject", "*")))
    other = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    at = {"Bucket": bucket, "Key": "k", "Body": b"body"}
    assert refusal(s3.put_object, **at, ChecksumSHA256=other) == "BadDigest"


# The examples of AWS's documentation of chunked uploads: "Signature calculations for the
# authorization header: transferring a payload in multiple chunks", with and without trailers.
KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SIGNED = (
    "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
)
WITH_TRAILER = (
    "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
)
TRAILER_SIGNATURE = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"


def _chunked(signatures: tuple[str, ...], trailer: bytes = b"") -> bytes:
    parts = [b"a" * 65536, b"a" * 1024, b""]
    chunks = [
        b"%x;chunk-signature=%s\r\n" % (len(part), signature.encode()) + part
        for part, signature in zip(parts, signatures[1:], strict=True)
    ]
    return b"\r\n".join(chunks) + trailer + b"\r\n"


def _example(signatures: tuple[str, ...], body: bytes, trailer: str = "") -> Inbound:
    names = "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length"
    names += ";x-amz-storage-class" + (";x-amz-trailer" if trailer else "")
    if not trailer:
        names = names.replace("host;", "content-length;host;")
    scope = f"{KEY_ID}/20130524/us-east-1/s3/aws4_request"
    kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + ("-TRAILER" if trailer else "")
    return Inbound(
        {
            "REQUEST_METHOD": "PUT",
            "RAW_URI": "/examplebucket/chunkObject.txt",
            "wsgi.input": BytesIO(body),
            "wsgi.input_terminated": True,
            "HTTP_HOST": "s3.amazonaws.com",
            "HTTP_X_AMZ_DATE": "20130524T000000Z",
            "HTTP_X_AMZ_STORAGE_CLASS": "REDUCED_REDUNDANCY",
            "HTTP_X_AMZ_CONTENT_SHA256": kind,
            "HTTP_CONTENT_ENCODING": "aws-chunked",
            "HTTP_X_AMZ_DECODED_CONTENT_LENGTH": "66560",
            "HTTP_AUTHORIZATION": (
                f"AWS4-HMAC-SHA256 Credential={scope},SignedHeaders={names},"
                f"Signature={signatures[0]}"
            ),
            **({"HTTP_X_AMZ_TRAILER": trailer} if trailer else {}),
        }
    )


def _pass(inbound: Inbound) -> Inbound:
    claim = read_claim(inbound)
    assert claim is not None
    assert claim.moment == datetime(2013, 5, 24, tzinfo=UTC)
    key = check_signature(claim, SECRET, inbound, signed_hash(claim, inbound))
    unwrap(claim, key, inbound)
    return inbound


def test_signed_chunks_are_checked_as_in_the_example_of_aws() -> None:
    passed = _pass(_example(SIGNED, _chunked(SIGNED)))
    assert passed.body == b"a" * 66560
    assert passed.header("content-encoding") == ""


def test_signed_trailers_are_checked_as_in_the_example_of_aws() -> None:
    trailer = f"x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:{TRAILER_SIGNATURE}\r\n"
    body = _chunked(WITH_TRAILER, trailer.encode())
    passed = _pass(_example(WITH_TRAILER, body, "x-amz-checksum-crc32c"))
    assert passed.body == b"a" * 66560
    assert passed.header("x-amz-checksum-crc32c") == "sOO8/Q=="


@pytest.mark.parametrize("at", ["chunk", "trailer", "length", "missing"])
def test_a_streamed_body_that_is_not_the_signed_one_is_refused(at: str) -> None:
    trailer = f"x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:{TRAILER_SIGNATURE}\r\n"
    body = _chunked(WITH_TRAILER, trailer.encode())
    changed = {
        "chunk": (b"aaa\r\n", b"aab\r\n"),
        "trailer": (b"sOO8", b"sOO9"),
        "length": (b"10000;", b"0ffff;"),
        "missing": (trailer.encode(), b""),
    }
    with pytest.raises(Refused) as refused:
        _pass(_example(WITH_TRAILER, body.replace(*changed[at]), "x-amz-checksum-crc32c"))
    assert refused.value.kind in (Kind.BAD_SIGNATURE, Kind.OTHER_PAYLOAD)
