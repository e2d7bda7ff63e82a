"""CloudFront's wildcards: `*` for any number of characters, `?` for exactly one."""

import re


def matches(pattern: str, path: str) -> bool:
    """Whether a path pattern of a behaviour takes a path; a slash at its start is implied."""
    return matches_text(pattern if pattern.startswith(("/", "*")) else f"/{pattern}", path)


def matches_text(pattern: str, text: str) -> bool:
    """Whether the whole text fits; case counts."""
    parts = {"*": ".*", "?": "."}
    regex = "".join(parts.get(letter, re.escape(letter)) for letter in pattern)
    return re.fullmatch(regex, text, re.DOTALL) is not None
