"""Stand-in of Amazon CloudFront, configured by the declared distribution."""

from local.cloudfront.app import build_cloudfront
from local.cloudfront.declaration import Distribution, read_distribution

__all__ = ["Distribution", "build_cloudfront", "read_distribution"]
