"""Promises about the one address of web app, API and recordings."""

import json

from tests.infra.recording import IOT_HOST, PUBLIC_KEY, Program, Resource


def distribution(program: Program) -> Resource:
    return program.one("aws:cloudfront/distribution:Distribution")


def test_recordings_are_reached_by_signed_access_alone(program: Program) -> None:
    inputs = distribution(program).inputs
    media = next(
        each["originId"]
        for each in inputs["origins"]
        if each["domainName"].startswith(program.exports["mediaBucket"])
    )
    group = program.one("aws:cloudfront/keyGroup:KeyGroup").outputs["id"]
    behaviors = [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"]]
    to_media = [each for each in behaviors if each["targetOriginId"] == media]
    assert [each["pathPattern"] for each in to_media] == ["/clips/*", "/exports/*"]
    assert all(each["trustedKeyGroups"] == [group] for each in to_media)


def test_the_key_of_signed_access_is_the_one_in_kms(program: Program) -> None:
    public = program.one("aws:cloudfront/publicKey:PublicKey")
    assert public.inputs["encodedKey"] == PUBLIC_KEY
    group = program.one("aws:cloudfront/keyGroup:KeyGroup")
    assert group.inputs["items"] == [public.outputs["id"]]
    (key,) = (
        each
        for each in program.of("aws:kms/key:Key")
        if each.inputs.get("customerMasterKeySpec") == "RSA_2048"
    )
    assert key.inputs["keyUsage"] == "SIGN_VERIFY"
    api = program.one("aws:lambda/function:Function", handler="functions.clips.handler.api")
    variables = api.inputs["environment"]["variables"]
    assert variables["MEDIA_SIGNING_KEY_ARN"] == key.outputs["arn"]
    assert variables["MEDIA_KEY_PAIR_ID"] == public.outputs["id"]
    assert variables["MEDIA_URL"] == program.exports["webUrl"]


def test_every_bucket_behind_the_distribution_is_asked_with_a_signature(program: Program) -> None:
    access = program.one("aws:cloudfront/originAccessControl:OriginAccessControl")
    assert access.inputs["signingBehavior"] == "always"
    for origin in distribution(program).inputs["origins"]:
        if ".s3." in origin["domainName"]:
            assert origin["originAccessControlId"] == access.outputs["id"]
        else:
            assert origin["customOriginConfig"]["originProtocolPolicy"] == "https-only"
            assert origin["customOriginConfig"]["originSslProtocols"] == ["TLSv1.2"]


def directives(policy: Resource) -> dict[str, str]:
    text = policy.inputs["securityHeadersConfig"]["contentSecurityPolicy"]["contentSecurityPolicy"]
    parts = [each.partition(" ") for each in text.split("; ")]
    return {name: value for name, _, value in parts}


def headers_by_origin(program: Program) -> dict[str, Resource]:
    kind = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
    policies = {each.outputs["id"]: each for each in program.of(kind)}
    inputs = distribution(program).inputs
    return {
        each["targetOriginId"]: policies[each["responseHeadersPolicyId"]]
        for each in [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"]]
    }


def test_every_answer_has_the_security_headers_and_none_comes_by_http(program: Program) -> None:
    inputs = distribution(program).inputs
    for behavior in [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"]]:
        assert behavior["viewerProtocolPolicy"] in ("redirect-to-https", "https-only")
    for policy in headers_by_origin(program).values():
        security = policy.inputs["securityHeadersConfig"]
        assert security["strictTransportSecurity"]["accessControlMaxAgeSec"] >= 31536000
        assert security["frameOptions"]["frameOption"] == "DENY"
        assert security["referrerPolicy"]["referrerPolicy"] == "no-referrer"
        assert security["contentTypeOptions"]["override"] is True


def test_the_web_app_runs_only_its_own_scripts(program: Program) -> None:
    allowed = directives(headers_by_origin(program)["web"])
    assert allowed["default-src"] == "'none'"
    assert allowed["script-src"] == "'self'"
    assert allowed["frame-ancestors"] == "'none'"
    assert allowed["base-uri"] == "'none'"
    assert allowed["style-src"] == "'self'"
    assert allowed["worker-src"] == "'self'"
    assert allowed["connect-src"].split() == [
        "'self'",
        program.exports["loginUrl"],
        f"wss://{IOT_HOST}",
    ]


def test_recordings_and_answers_run_nothing(program: Program) -> None:
    for origin in ("media", "api"):
        allowed = directives(headers_by_origin(program)[origin])
        assert allowed["default-src"] == "'none'"
        assert "script-src" not in allowed
        assert "sandbox" in allowed


def test_neither_answers_nor_refusals_of_the_api_are_cached(program: Program) -> None:
    """The cache does not know who asked."""
    inputs = distribution(program).inputs
    api = next(each for each in inputs["orderedCacheBehaviors"] if each["pathPattern"] == "/v1/*")
    assert api["cachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
    errors = {
        each["errorCode"]: each["errorCachingMinTtl"] for each in inputs["customErrorResponses"]
    }
    assert set(errors) == {400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}
    assert set(errors.values()) == {0}


def test_signatures_are_written_to_no_access_log(program: Program) -> None:
    assert "loggingConfig" not in distribution(program).inputs


def test_the_web_apps_files_have_types_and_only_hashed_ones_stay_cached(program: Program) -> None:
    objects = {
        each.inputs["key"]: each.inputs
        for each in program.of("aws:s3/bucketObjectv2:BucketObjectv2")
    }
    assert objects["index.html"]["contentType"] == "text/html; charset=utf-8"
    assert objects["assets/index-1a2b.js"]["contentType"] == "text/javascript; charset=utf-8"
    for key, inputs in objects.items():
        wanted = "public, max-age=31536000, immutable" if key.startswith("assets/") else "no-cache"
        assert inputs["cacheControl"] == wanted, key
        assert inputs["bucket"] == program.exports["webBucket"]


def test_the_web_app_is_told_which_cloud_it_belongs_to(program: Program) -> None:
    config = program.one("aws:s3/bucketObjectv2:BucketObjectv2", key="config.json")
    authorizer = program.one("aws:iot/authorizer:Authorizer")
    assert json.loads(config.inputs["content"]) == {
        "region": "eu-central-1",
        "user_pool_id": program.exports["userPoolId"],
        "client_id": program.exports["userPoolClientId"],
        "authority": f"https://cognito-idp.eu-central-1.amazonaws.com/{program.exports['userPoolId']}",
        "login_url": program.exports["loginUrl"],
        "api_url": "",
        "updates_url": f"wss://{IOT_HOST}/mqtt?x-amz-customauthorizer-name={authorizer.outputs['name']}",
    }
