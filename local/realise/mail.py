"""Senders of e-mail and their rules, in SES."""

from collections.abc import Mapping

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _identity(cloud: Cloud, wanted: Wanted) -> Made:
    """Verified at once: on AWS its owner follows a link, or the domain has DNS records."""
    name = wanted.take("emailIdentity")
    values = {
        "EmailIdentity": name,
        "ConfigurationSetName": wanted.take("configurationSetName"),
        "Tags": _pairs(wanted),
    }
    cloud.call("sesv2", "CreateEmailIdentity", values)
    return Made(name, {"arn": cloud.account.arn("ses", f"identity/{name}")})


def _configuration_set(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.take("configurationSetName")
    values = {
        "ConfigurationSetName": name,
        "DeliveryOptions": wanted.take("deliveryOptions"),
        "SuppressionOptions": wanted.take("suppressionOptions"),
        "Tags": _pairs(wanted),
    }
    cloud.call("sesv2", "CreateConfigurationSet", values)
    return Made(name, {"arn": cloud.account.arn("ses", f"configuration-set/{name}")})


def _pairs(wanted: Wanted) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in wanted.tags().items()]


MAKERS: Mapping[str, Maker] = {
    "aws:sesv2/emailIdentity:EmailIdentity": _identity,
    "aws:sesv2/configurationSet:ConfigurationSet": _configuration_set,
}
