"""How access to recordings is signed: a key that never leaves KMS, and who trusts it."""

import pulumi
from pulumi_aws import cloudfront, kms

from infra.settings import Settings


class Signing(pulumi.ComponentResource):
    """The private key in KMS, its public half at CloudFront, the group that a behaviour trusts."""

    def __init__(
        self, name: str, *, settings: Settings, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("vedette:edge:Signing", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.key = kms.Key(
            f"{name}-key",
            description=f"Signs access to recordings of vedette {settings.stack}.",
            key_usage="SIGN_VERIFY",
            # CloudFront verifies RSA with 2,048 bits (and ECDSA, which its Python signers lack).
            customer_master_key_spec="RSA_2048",
            deletion_window_in_days=30 if settings.protect_data else 7,
            opts=pulumi.ResourceOptions(parent=self, protect=settings.protect_data),
        )
        kms.Alias(
            f"{name}-key-alias",
            name=f"alias/{settings.name('media-signing')}",
            target_key_id=self.key.key_id,
            opts=child,
        )
        public = kms.get_public_key_output(
            key_id=self.key.key_id, opts=pulumi.InvokeOutputOptions(parent=self)
        )
        # Its name is Pulumi's: a key in use cannot be deleted, so a new one must stand beside it.
        self.public_key = cloudfront.PublicKey(
            f"{name}-public-key",
            comment=f"Recordings of vedette {settings.stack}.",
            encoded_key=public.public_key_pem,
            opts=child,
        )
        self.group = cloudfront.KeyGroup(
            f"{name}-key-group",
            name=settings.name_in_account("media"),
            items=[self.public_key.id],
            opts=child,
        )
        self.register_outputs({"publicKey": self.public_key.id})
