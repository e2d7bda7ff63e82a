"""The CloudFront stand-in over real HTTP: objects in a moto bucket, URLs signed by botocore."""

import base64
import functools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from moto.server import ThreadedMotoServer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from local.account import Account, Credentials
from local.cloudfront import build_cloudfront, read_distribution
from local.cloudfront.bucket import BucketReader
from local.declared import Declarations, Declared
from local.hosts import Hosts
from local.serving import bind, serve

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ARN = "arn:aws:cloudfront::123456789012:distribution/E1"
KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)
ADDRESS = "http://localhost:8400"
CLIP = "/clips/home/porch/2026/11/21/01J/original.mp4"
BODY = bytes(range(256)) * 40
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


def pem(key: rsa.RSAPrivateKey) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def declare(type_token: str, name: str, inputs: dict[str, Any], **outputs: str) -> Declared:
    return Declared(type_token, name, name, inputs, {**inputs, **outputs})


def behaviour(origin: str, **more: object) -> dict[str, Any]:
    read = ["GET", "HEAD"]
    return {
        "targetOriginId": origin,
        "viewerProtocolPolicy": "https-only",
        "allowedMethods": read,
        "cachedMethods": read,
        "cachePolicyId": CACHING_OPTIMIZED,
        "responseHeadersPolicyId": "headers",
        **more,
    }


def declarations(**changed: object) -> Declarations:
    distribution: dict[str, Any] = {
        "enabled": True,
        "defaultRootObject": "index.html",
        "origins": [
            {
                "originId": name,
                "domainName": f"{name}.s3.eu-central-1.amazonaws.com",
                "originAccessControlId": "access",
            }
            for name in ("web", "media")
        ]
        + [
            {
                "originId": "api",
                "domainName": "api1.execute-api.eu-central-1.amazonaws.com",
                "customOriginConfig": {
                    "httpPort": 80.0,
                    "httpsPort": 443.0,
                    "originProtocolPolicy": "https-only",
                    "originSslProtocols": ["TLSv1.2"],
                },
            }
        ],
        "defaultCacheBehavior": behaviour("web", compress=True),
        "orderedCacheBehaviors": [
            behaviour("media", pathPattern="/clips/*", trustedKeyGroups=["group"]),
            behaviour(
                "api",
                pathPattern="/v1/*",
                cachePolicyId=CACHING_DISABLED,
                originRequestPolicyId=ALL_BUT_HOST,
            ),
            behaviour("api", pathPattern="/bare/?", cachePolicyId=CACHING_DISABLED),
        ],
    }
    policy = {
        "securityHeadersConfig": {
            "contentSecurityPolicy": {
                "contentSecurityPolicy": "connect-src 'self'"
                " https://vedette-1.auth.eu-central-1.amazoncognito.com",
                "override": True,
            },
            "contentTypeOptions": {"override": True},
        },
        "customHeadersConfig": {"items": [{"header": "X-Extra", "value": "1", "override": False}]},
    }
    buckets = [
        declare(
            "aws:s3/bucket:Bucket",
            name,
            {"bucket": name},
            bucketRegionalDomainName=f"{name}.s3.eu-central-1.amazonaws.com",
        )
        for name in ("web", "media")
    ]
    return Declarations(
        [
            *buckets,
            declare(
                "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "headers", policy
            ),
            declare("aws:cloudfront/publicKey:PublicKey", "K1", {"encodedKey": pem(KEY)}),
            declare("aws:cloudfront/publicKey:PublicKey", "K2", {"encodedKey": pem(OTHER_KEY)}),
            declare("aws:cloudfront/keyGroup:KeyGroup", "group", {"items": ["K1"]}),
            declare(
                "aws:cloudfront/distribution:Distribution", "E1", distribution | changed, arn=ARN
            ),
        ],
        {},
    )


@dataclass
class Permits:
    """Says yes to everything but what the test denies, and remembers the questions."""

    denied: set[str] = field(default_factory=lambda: {"s3:ListBucket"})
    asked: list[tuple[str, str, str, str]] = field(default_factory=lambda: [])

    def __call__(self, principal: str, action: str, resource: str, source_arn: str) -> bool:
        self.asked.append((principal, action, resource, source_arn))
        return action not in self.denied


@dataclass
class Edge:
    client: httpx.Client
    permits: Permits
    now: list[float]

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={n.replace("_", "-"): v for n, v in headers.items()})


@pytest.fixture(scope="module")
def s3() -> Iterator["S3Client"]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    client: S3Client = Account(f"http://127.0.0.1:{port}", Credentials.random()).client("s3")
    for bucket in ("web", "media"):
        client.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
    page = b"<html>" + b"hello " * 400
    client.put_object(
        Bucket="web", Key="index.html", Body=page, ContentType="text/html", CacheControl="no-cache"
    )
    client.put_object(Bucket="web", Key="a b+c.txt", Body=b"odd", ContentType="text/plain")
    client.put_object(
        Bucket="media",
        Key=CLIP[1:],
        Body=BODY,
        ContentType="video/mp4",
        Metadata={"kind": "clip"},
    )
    yield client
    server.stop()


async def _origin(request: Request) -> JSONResponse:
    if request.url.path == "/v1/missing":
        return JSONResponse({"message": "Not Found"}, 404)
    seen = {"path": request.url.path, "query": request.url.query, "headers": dict(request.headers)}
    return JSONResponse(seen, headers={"x-origin": "yes", "cache-control": "no-store"})


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    serving = serve(Starlette(routes=[Route("/{path:path}", _origin)]), bind(0), "origin")
    yield f"http://localhost:{serving.port}"
    serving.stop()


@pytest.fixture
def edge(s3: "S3Client", origin: str) -> Iterator[Edge]:
    hosts = Hosts(web=ADDRESS, api=origin, aws="", login="http://localhost:8403", broker="")
    permits = Permits()
    now = [time.time()]
    distribution = read_distribution(declarations(), hosts)
    app = build_cloudfront(
        distribution,
        reader=BucketReader(s3, permits, distribution.arn),
        address=ADDRESS,
        clock=lambda: now[0],
    )
    serving = serve(app, bind(0), "cloudfront")
    with httpx.Client(base_url=f"http://127.0.0.1:{serving.port}") as client:
        yield Edge(client, permits, now)
    serving.stop()


def sign(algorithm: hashes.HashAlgorithm, message: bytes, key: rsa.RSAPrivateKey = KEY) -> bytes:
    return key.sign(message, padding.PKCS1v15(), algorithm)


SHA1 = functools.partial(sign, hashes.SHA1())
SHA256 = functools.partial(sign, hashes.SHA256())


def policy(resource: str, seconds: int = 60, **conditions: object) -> str:
    ends = {"DateLessThan": {"AWS:EpochTime": int(time.time()) + seconds}}
    statement = {"Resource": resource, "Condition": ends | conditions}
    return json.dumps({"Statement": [statement]})


def signed(
    path: str,
    document: str | None = None,
    rsa_signer: Callable[[bytes], bytes] = SHA1,
    key_id: str = "K1",
) -> str:
    """What follows the host of a URL signed by botocore: canned, or with a policy document."""
    signer: Any = CloudFrontSigner(key_id, rsa_signer)
    ends = datetime.fromtimestamp(int(time.time()) + 60, UTC)
    url: str = (
        signer.generate_presigned_url(ADDRESS + path, policy=document)
        if document
        else signer.generate_presigned_url(ADDRESS + path, date_less_than=ends)
    )
    return url.removeprefix(ADDRESS)


def code_of(response: httpx.Response) -> str:
    assert response.status_code == 403
    return response.text.partition("<Code>")[2].partition("</Code>")[0]


def test_the_root_is_the_default_root_object(edge: Edge) -> None:
    response = edge.get("/")
    assert response.status_code == 200
    assert response.text.startswith("<html>hello")
    assert response.headers["content-type"] == "text/html"
    assert response.headers["cache-control"] == "no-cache"


def test_objects_are_read_as_the_distribution(edge: Edge) -> None:
    edge.get("/a%20b+c.txt")
    assert edge.permits.asked == [
        ("cloudfront.amazonaws.com", "s3:GetObject", "arn:aws:s3:::web/a b+c.txt", ARN)
    ]


def test_without_the_bucket_policys_grant_nothing_is_read(edge: Edge) -> None:
    edge.permits.denied.add("s3:GetObject")
    assert code_of(edge.get("/")) == "AccessDenied"


def test_a_missing_object_is_forbidden_to_whoever_may_not_list(edge: Edge) -> None:
    assert code_of(edge.get("/nothing.js")) == "AccessDenied"
    edge.permits.denied.clear()
    assert edge.get("/nothing.js").status_code == 404


def test_an_encrypted_object_needs_the_key_as_well(edge: Edge, s3: "S3Client") -> None:
    key = "arn:aws:kms:eu-central-1:123456789012:key/k1"
    s3.put_object(
        Bucket="web", Key="secret", Body=b"s", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    assert edge.get("/secret").status_code == 200
    assert ("cloudfront.amazonaws.com", "kms:Decrypt", key, ARN) in edge.permits.asked
    edge.permits.denied.add("kms:Decrypt")
    assert code_of(edge.get("/secret")) == "AccessDenied"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(edge: Edge, method: str) -> None:
    assert edge.client.request(method, "/").status_code == 403


def test_the_headers_policy_is_on_every_answer_with_local_addresses(edge: Edge) -> None:
    for path in ("/", "/nothing", CLIP, "/v1/clips"):
        headers = edge.get(path).headers
        assert headers["content-security-policy"] == "connect-src 'self' http://localhost:8403"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-extra"] == "1"


def test_a_known_etag_or_date_is_not_sent_again(edge: Edge) -> None:
    headers = edge.get("/a%20b%2Bc.txt").headers
    again = edge.get("/a%20b%2Bc.txt", if_none_match=headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert edge.get("/a%20b%2Bc.txt", if_none_match='"x"').status_code == 200
    dated = edge.get("/a%20b%2Bc.txt", if_modified_since=headers["last-modified"])
    assert dated.status_code == 304


def test_text_is_compressed_for_those_who_take_it(edge: Edge) -> None:
    packed = edge.get("/", accept_encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"].startswith("W/")
    plain = edge.get("/", accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    again = edge.get("/", accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert again.status_code == 304


def test_head_tells_of_the_object_without_sending_it(edge: Edge) -> None:
    response = edge.client.head("/", headers={"accept-encoding": "identity"})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(len(b"<html>") + 2400)


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=100-", 206, 100, len(BODY) - 1),
        ("bytes=-10", 206, len(BODY) - 10, len(BODY) - 1),
        ("bytes=-99999999", 206, 0, len(BODY) - 1),
        ("bytes=0-99999999", 206, 0, len(BODY) - 1),
        ("bytes=5-5", 206, 5, 5),
        ("bytes=9-5", 200, 0, len(BODY) - 1),
        ("bytes=0-1,5-6", 200, 0, len(BODY) - 1),
        ("bytes=-", 200, 0, len(BODY) - 1),
        ("lines=0-1", 200, 0, len(BODY) - 1),
    ],
)
def test_ranges(edge: Edge, wanted: str, status: int, first: int, last: int) -> None:
    response = edge.get(signed(CLIP), range=wanted)
    assert response.status_code == status
    assert response.content == BODY[first : last + 1]
    expected = f"bytes {first}-{last}/{len(BODY)}" if status == 206 else None
    assert response.headers.get("content-range") == expected
    assert response.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("wanted", [f"bytes={len(BODY)}-", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_satisfied(edge: Edge, wanted: str) -> None:
    response = edge.get(signed(CLIP), range=wanted)
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{len(BODY)}"


def test_a_range_of_an_object_that_has_changed_is_the_whole_object(edge: Edge) -> None:
    assert edge.get(signed(CLIP), range="bytes=0-1", if_range='"old"').status_code == 200


def test_a_canned_signature_opens_its_file(edge: Edge) -> None:
    response = edge.get(signed(CLIP))
    assert (response.status_code, response.content) == (200, BODY)
    assert response.headers["content-type"] == "video/mp4"
    assert response.headers["x-amz-meta-kind"] == "clip"


def test_a_query_of_the_viewers_own_is_part_of_a_canned_signature(edge: Edge) -> None:
    url = signed(f"{CLIP}?size=big")
    assert edge.get(url).status_code == 200
    assert code_of(edge.get(url.replace("size=big", "size=small"))) == "AccessDenied"


@pytest.mark.parametrize(("algorithm", "signer"), [("SHA1", SHA1), ("SHA256", SHA256)])
def test_a_wildcard_policy_opens_what_it_names_with_either_hash(
    edge: Edge, algorithm: str, signer: Callable[[bytes], bytes]
) -> None:
    url = signed(CLIP, policy(f"{ADDRESS}/clips/home/*"), signer)
    assert edge.get(f"{url}&Hash-Algorithm={algorithm}").status_code == 200
    other = {"SHA1": "SHA256", "SHA256": "SHA1"}[algorithm]
    assert code_of(edge.get(f"{url}&Hash-Algorithm={other}")) == "AccessDenied"
    assert code_of(edge.get(f"{url}&Hash-Algorithm=MD5")) == "MalformedSignature"
    barn = url.replace("/clips/home/", "/clips/barn/")
    assert code_of(edge.get(f"{barn}&Hash-Algorithm={algorithm}")) == "AccessDenied"


def test_signed_cookies_open_it_too(edge: Edge) -> None:
    document = policy(f"{ADDRESS}/clips/home/*").encode()

    def encode(value: bytes) -> str:
        return base64.b64encode(value).decode().translate(str.maketrans("+=/", "-_~"))

    cookies = {
        "CloudFront-Policy": encode(document),
        "CloudFront-Signature": encode(SHA256(document)),
        "CloudFront-Key-Pair-Id": "K1",
        "CloudFront-Hash-Algorithm": "SHA256",
    }
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    assert edge.get(CLIP, cookie=header).status_code == 200
    assert code_of(edge.get(CLIP.replace("home", "barn"), cookie=header)) == "AccessDenied"


def test_unsigned_media_is_refused(edge: Edge) -> None:
    assert code_of(edge.get(CLIP)) == "MissingKey"
    assert edge.permits.asked == []


def test_a_key_outside_the_trusted_group_is_unknown(edge: Edge) -> None:
    signer = functools.partial(SHA1, key=OTHER_KEY)
    assert code_of(edge.get(signed(CLIP, None, signer, "K2"))) == "InvalidKey"
    assert code_of(edge.get(signed(CLIP, None, signer, "K1"))) == "AccessDenied"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (policy(f"{ADDRESS}/clips/barn/*"), "AccessDenied"),
        (policy("https://d111111abcdef8.cloudfront.net/clips/home/*"), "AccessDenied"),
        (policy("*", seconds=-1), "AccessDenied"),
        (policy("*", DateGreaterThan={"AWS:EpochTime": 9_999_999_999}), "AccessDenied"),
        (policy("*", IpAddress={"AWS:SourceIp": "203.0.113.0/24"}), "AccessDenied"),
        (policy("*", IpAddress={"AWS:SourceIp": "nonsense"}), "MalformedPolicy"),
        ("{}", "MalformedPolicy"),
        ("not json", "MalformedPolicy"),
        ('{"Statement":[{"Resource":"*","Condition":{}}]}', "MalformedPolicy"),
        ('{"Statement":[]}', "MalformedPolicy"),
    ],
    # Not by their texts: those hold the time.
    ids=[
        "path",
        "host",
        "ended",
        "not-begun",
        "address",
        "nonsense",
        "empty",
        "text",
        "endless",
        "none",
    ],
)
def test_a_policy_that_does_not_hold_is_refused(edge: Edge, document: str, code: str) -> None:
    assert code_of(edge.get(signed(CLIP, document))) == code


def test_a_policy_for_this_viewers_network_opens(edge: Edge) -> None:
    document = policy("http*://*/clips/ho?e/*", IpAddress={"AWS:SourceIp": "127.0.0.0/8"})
    assert edge.get(signed(CLIP, document)).status_code == 200


def test_a_signature_ends_with_its_policy(edge: Edge) -> None:
    url = signed(CLIP)
    assert edge.get(url).status_code == 200
    edge.now[0] += 61
    assert code_of(edge.get(url)) == "AccessDenied"


def test_a_longer_life_cannot_be_written_into_a_signed_url(edge: Edge) -> None:
    url = signed(CLIP)
    ends = url.partition("Expires=")[2].partition("&")[0]
    assert code_of(edge.get(url.replace(ends, str(int(ends) + 1)))) == "AccessDenied"


def test_the_api_is_passed_on_with_the_viewers_headers_and_query(edge: Edge) -> None:
    seen = edge.get(
        "/v1/clips?limit=2&camera=a%20b", authorization="Bearer t", accept_encoding="identity"
    )
    assert seen.headers["x-origin"] == "yes"
    assert seen.headers["cache-control"] == "no-store"
    body = seen.json()
    assert (body["path"], body["query"]) == ("/v1/clips", "limit=2&camera=a%20b")
    assert body["headers"]["authorization"] == "Bearer t"
    assert body["headers"]["accept-encoding"] == "identity"
    assert body["headers"]["host"] != edge.client.base_url.netloc.decode()
    assert edge.get("/v1/missing").status_code == 404


def test_without_an_origin_request_policy_the_origin_sees_nothing_of_the_viewer(
    edge: Edge,
) -> None:
    body = edge.get("/bare/x?limit=2", authorization="Bearer t", cookie="a=b").json()
    assert body["query"] == ""
    assert "authorization" not in body["headers"]
    assert "cookie" not in body["headers"]


def test_an_unknown_policy_id_or_setting_is_refused_when_it_is_declared() -> None:
    hosts = Hosts(web=ADDRESS, api="http://localhost:1", aws="", login="", broker="")
    for wrong in (
        behaviour("web", cachePolicyId="658327ea-f89d-4fab-a63d-000000000000"),
        behaviour("web", lambdaFunctionAssociations=[{"eventType": "viewer-request"}]),
    ):
        with pytest.raises(ValueError, match=r"cache policy|lambdaFunctionAssociations"):
            read_distribution(declarations(defaultCacheBehavior=wrong), hosts)
