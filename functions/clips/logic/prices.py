"""What keeping recordings costs: S3's list prices, in US dollars.

aws.amazon.com/s3/pricing, Europe (Frankfurt), first 50 TB, as of November 2026; other regions
differ by some per cent. Recordings go to Intelligent-Tiering on their first day (infra/clips).
Delivery is not in it: CloudFront's first terabyte of a month is free.
"""

from dataclasses import dataclass

CURRENCY = "USD"
GB = 2**30
DAYS_A_MONTH = 365.25 / 12
# Objects above this move to Intelligent-Tiering; smaller ones stay where they are, at the price of
# its first tier: docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-
# considerations.html
TIERED_ABOVE_BYTES = 128 * 1024

# The first day of each tier for what nobody opens, and a gigabyte's price of a month in it.
_TIERS = ((0, 0.0245), (30, 0.0135), (90, 0.005))
_PUT = 0.0054 / 1000
_TRANSITION = 0.01 / 1000
_MONITORING = 0.0025 / 1000


@dataclass(frozen=True)
class Daily:
    """What one camera stores in a day: bytes, objects, and those of them that are tiered."""

    size_bytes: float
    objects: float
    tiered: float


def forecast_month(daily: Daily, retention_days: int) -> float:
    """What a month will cost once recordings are as old as they get, if nobody opens them."""
    storage = 0.0
    ends = [begin for begin, _ in _TIERS[1:]] + [retention_days]
    for (begin, price), end in zip(_TIERS, ends, strict=True):
        days = max(0, min(end, retention_days) - begin)
        storage += daily.size_bytes * days / GB * price
    requests = (daily.objects * _PUT + daily.tiered * _TRANSITION) * DAYS_A_MONTH
    return storage + requests + daily.tiered * retention_days * _MONITORING
