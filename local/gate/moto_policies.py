"""moto's own check of bucket policies, switched off.

moto denies by a bucket policy's Deny without looking at its conditions: with the usual "TLS only"
policy nothing would pass. The gate has decided before moto is asked."""

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from local.repairs import Repairs


def _neutral(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    _ = (self, action, resource)
    return PermissionResult.NEUTRAL


def switch_off(repairs: Repairs) -> None:
    """Replace moto's check, until the repairs are undone."""
    repairs.replace(FakeBucket, "get_permission", lambda _: _neutral)
