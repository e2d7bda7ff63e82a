"""What S3 says of an object, and signatures that the public key confirms."""

import pytest
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from functions.aws import open_session
from functions.clips.store.media import MediaBucket, MediaSigner
from tests.functions.cloud import RECEIVED_AT, RECORDED_AT, REGION, Cloud, key_of


@pytest.fixture
def bucket(cloud: Cloud) -> MediaBucket:
    return MediaBucket(open_session(REGION).client("s3"), cloud.bucket)


def test_an_object_is_described_with_its_metadata(bucket: MediaBucket, cloud: Cloud) -> None:
    cloud.put(key_of(), duration_ms=1200)
    facts = bucket.describe(key_of())
    assert facts is not None
    assert (facts.size_bytes, facts.content_type) == (5, "video/mp4")
    assert facts.metadata == {
        "kind": "clip",
        "recorded-at": RECORDED_AT,
        "received-at": RECEIVED_AT,
        "duration-ms": "1200",
    }


def test_an_object_that_is_gone_is_none(bucket: MediaBucket, cloud: Cloud) -> None:
    assert bucket.describe(key_of()) is None
    cloud.put(key_of())
    cloud.s3.delete_object(Bucket=cloud.bucket, Key=key_of())
    assert bucket.describe(key_of()) is None


def test_a_bucket_that_cannot_be_read_is_not_taken_for_a_missing_object(cloud: Cloud) -> None:
    wrong = MediaBucket(open_session(REGION).client("s3"), cloud.bucket)
    cloud.s3.put_bucket_policy(
        Bucket=cloud.bucket,
        Policy='{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",'
        f'"Resource":["arn:aws:s3:::{cloud.bucket}","arn:aws:s3:::{cloud.bucket}/*"]}}]}}',
    )
    with pytest.raises(ClientError, match="403"):
        wrong.describe(key_of())


def test_the_public_key_confirms_a_signature(cloud: Cloud) -> None:
    signer = MediaSigner(open_session(REGION).client("kms"), cloud.key_arn)
    public = load_der_public_key(cloud.kms.get_public_key(KeyId=cloud.key_arn)["PublicKey"])
    assert isinstance(public, RSAPublicKey)
    signature = signer.sign(b"a policy")
    public.verify(signature, b"a policy", PKCS1v15(), hashes.SHA256())
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"another policy", PKCS1v15(), hashes.SHA256())


def test_the_same_policy_is_signed_once(cloud: Cloud) -> None:
    kms = open_session(REGION).client("kms")
    asked: list[object] = []

    def count(**call: object) -> None:
        asked.append(call)

    kms.meta.events.register("before-call.kms.Sign", count)
    signer = MediaSigner(kms, cloud.key_arn)
    assert signer.sign(b"a policy") == signer.sign(b"a policy")
    assert signer.sign(b"another") != signer.sign(b"a policy")
    assert len(asked) == 2
