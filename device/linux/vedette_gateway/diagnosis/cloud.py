"""Credentials, and the rights to write clips of this site and to see which are there."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ulid import ULID

from vedette_gateway import names
from vedette_gateway.diagnosis.network import check_network
from vedette_gateway.diagnosis.verdict import Verdict, failed, ok, warn
from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.ports.cloud_trial import CloudTrial
from vedette_gateway.settings import Settings

_MENDS = {
    "NoSuchBucket": "cloud.bucket is not what the stack made; see: pulumi stack output",
    "PermanentRedirect": "cloud.region is not the bucket's; see: pulumi stack output",
    "AuthorizationHeaderMalformed": "cloud.region is not the bucket's; see: pulumi stack output",
    "RequestTimeTooSkewed": "let the computer keep time: timedatectl set-ntp true",
}
_WRITE_MEND = "the role has to be this site's gateway role; `site` and cloud.profile go together"
_LIST_MEND = (
    "uploads work without it, reconcile cannot compare the cloud; the role needs s3:ListBucket"
    " with s3:prefix like {prefix}*: may_list_media in infra/clips/store.py, which"
    " infra/clips/capability.py gives to gateway roles; see: pulumi up"
)
_LOGIN_MEND = "see cloud.profile, ~/.aws/config and AWS_... of the user the gateway runs as"


def check_cloud(settings: Settings) -> Iterator[Verdict]:
    try:
        trial = CloudTrial(settings.cloud)
    except Rejected as error:
        yield failed("credentials", error.text, _LOGIN_MEND)
        return
    is_reached = True
    for verdict in check_network(trial.endpoint):
        is_reached = is_reached and verdict.outcome != "failed"
        yield verdict
    if not is_reached:
        return
    try:
        yield ok("credentials", f"we are {trial.identify()}")
    except (Rejected, Unavailable) as error:
        yield failed("credentials", str(error), _LOGIN_MEND)
        return
    yield _check_write(trial, settings)
    yield _check_list(trial, settings)


def _check_write(trial: CloudTrial, settings: Settings) -> Verdict:
    today = datetime.now(UTC)
    year, month, day = (today.strftime(form) for form in ("%Y", "%m", "%d"))
    camera = settings.cameras[0].name
    key = names.format_object_key(
        settings.site, camera, year, month, day, str(ULID()), "original", "mp4"
    )
    place = f"{settings.cloud.bucket}/{names.format_object_prefix(settings.site)}"
    try:
        left = trial.try_write(key)
    except Rejected as error:
        return failed("s3 write", f"{place}: {error}", _MENDS.get(error.code, _WRITE_MEND))
    except Unavailable as error:
        return failed("s3 write", f"{place}: {error}", "try again in some minutes")
    if left is not None:
        # The stack's gateways may put and nothing else; its bucket forgets what was only begun.
        return ok("s3 write", f"{place} may be written; the trial is forgotten within a week")
    return ok("s3 write", f"{place} may be written")


def _check_list(trial: CloudTrial, settings: Settings) -> Verdict:
    """At worst a warning: only what compares the cloud with the journal lists it."""
    prefix = names.format_object_prefix(settings.site)
    place = f"{settings.cloud.bucket}/{prefix}"
    try:
        trial.try_list(prefix)
    except Rejected as error:
        mend = _MENDS.get(error.code, _LIST_MEND.format(prefix=prefix))
        return warn("s3 list", f"{place}: {error}", mend)
    except Unavailable as error:
        return warn("s3 list", f"{place}: {error}", "try again in some minutes")
    return ok("s3 list", f"{place} may be listed")
