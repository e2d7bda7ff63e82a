"""Who may see what: people, their groups and how they sign in."""

import hashlib
from collections.abc import Sequence

import pulumi
from pulumi_aws import cognito, lambda_

from contract import names
from infra.function import Function
from infra.settings import Settings

SCOPES = ("openid", "email", "profile")


class Identity(pulumi.ComponentResource):
    """A user pool in which a group a site decides membership; people are invited.

    `letters` may put the words of its letters in the place of Cognito's own.
    """

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        letters: Function,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:identity:Identity", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        self.pool = self._pool(letters)
        lambda_.Permission(
            f"{name}-letters",
            action="lambda:InvokeFunction",
            function=letters.function.name,
            principal="cognito-idp.amazonaws.com",
            source_arn=self.pool.arn,
            opts=self._child,
        )
        self.domain = cognito.UserPoolDomain(
            f"{name}-domain",
            domain=self.pool.id.apply(choose_prefix),
            user_pool_id=self.pool.id,
            managed_login_version=2,
            opts=self._child,
        )
        for site in settings.sites:
            cognito.UserGroup(
                f"{name}-{site}",
                name=names.format_site_group(site),
                description=f"Sees the clips of {site}.",
                user_pool_id=self.pool.id,
                opts=self._child,
            )
        self.issuer = pulumi.Output.concat(
            f"https://cognito-idp.{settings.region}.amazonaws.com/", self.pool.id
        )
        self.login_url = pulumi.Output.concat(
            "https://", self.domain.domain, f".auth.{settings.region}.amazoncognito.com"
        )
        self.register_outputs({"pool": self.pool.id, "loginUrl": self.login_url})

    def _pool(self, letters: Function) -> cognito.UserPool:
        settings = self._settings
        return cognito.UserPool(
            f"{self._name}-people",
            name=settings.name("people"),
            user_pool_tier="ESSENTIALS",
            deletion_protection="ACTIVE" if settings.protect_data else "INACTIVE",
            username_attributes=["email"],
            username_configuration={"case_sensitive": False},
            auto_verified_attributes=["email"],
            user_attribute_update_settings={
                "attributes_require_verification_before_updates": ["email"]
            },
            admin_create_user_config={"allow_admin_create_user_only": True},
            lambda_config={"custom_message": letters.function.arn},
            account_recovery_setting={
                "recovery_mechanisms": [{"name": "verified_email", "priority": 1}]
            },
            password_policy={
                "minimum_length": 12,
                "require_lowercase": True,
                "require_uppercase": True,
                "require_numbers": True,
                "require_symbols": False,
                "temporary_password_validity_days": 7,
            },
            mfa_configuration=settings.mfa,
            # Cognito refuses a second factor that is described while the pool has none.
            software_token_mfa_configuration=None if settings.mfa == "OFF" else {"enabled": True},
            opts=pulumi.ResourceOptions(parent=self, protect=settings.protect_data),
        )

    def admit_web(self, origins: Sequence[pulumi.Input[str]]) -> cognito.UserPoolClient:
        """The web app as a public client (code and PKCE, no secret) of these origins."""
        addresses = [pulumi.Output.concat(origin, "/") for origin in origins]
        client = cognito.UserPoolClient(
            f"{self._name}-web",
            name=self._settings.name("web"),
            user_pool_id=self.pool.id,
            generate_secret=False,
            supported_identity_providers=["COGNITO"],
            allowed_oauth_flows_user_pool_client=True,
            allowed_oauth_flows=["code"],
            allowed_oauth_scopes=list(SCOPES),
            callback_urls=addresses,
            logout_urls=addresses,
            # Refresh tokens come by rotation, which excludes ALLOW_REFRESH_TOKEN_AUTH.
            explicit_auth_flows=["ALLOW_USER_SRP_AUTH"],
            refresh_token_rotation={"feature": "ENABLED", "retry_grace_period_seconds": 60},
            access_token_validity=30,
            id_token_validity=30,
            refresh_token_validity=30,
            token_validity_units={
                "access_token": "minutes",
                "id_token": "minutes",
                "refresh_token": "days",
            },
            enable_token_revocation=True,
            prevent_user_existence_errors="ENABLED",
            read_attributes=["email", "email_verified", "name"],
            write_attributes=["email", "name"],
            opts=self._child,
        )
        cognito.ManagedLoginBranding(
            f"{self._name}-look",
            user_pool_id=self.pool.id,
            client_id=client.id,
            use_cognito_provided_values=True,
            # The branding belongs to the managed login that the domain switches on.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.domain]),
        )
        return client


def choose_prefix(pool_id: str) -> str:
    """The sign-in page's name, unique in the region without a provider of random values.

    Made of hexadecimal digits: Cognito refuses the words aws, amazon and cognito, which a pool's
    id, or the name of a stack, can hold by chance.
    """
    return "vedette-" + hashlib.sha256(pool_id.encode()).hexdigest()[:16]
