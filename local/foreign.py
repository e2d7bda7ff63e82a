"""Names for what arrives without types."""

from typing import Any

Plain = Any
"""A JSON-like value: text, number, bool, None, list, dict."""

Foreign = Any
"""An object of boto3, botocore or moto, whose insides have no published types."""
