"""A browser that takes pushes: it has keys, and reads what is sent to it."""

from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from functions.notifications.logic.push import encode


@dataclass
class Browser:
    """One subscription at a push service."""

    endpoint: str
    label: str = "Firefox on Linux"
    auth: bytes = b"sixteen letters."
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def subscription(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON()` writes it, with a label."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": self.endpoint,
            "keys": {"p256dh": encode(point), "auth": encode(self.auth)},
            "label": self.label,
        }

    def read(self, body: bytes) -> bytes:
        """What a push says; raises http_ece.ECEException for another browser's."""
        return http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth)
