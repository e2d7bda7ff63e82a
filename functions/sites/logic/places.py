"""Where rows of sites are kept."""

from contract import names
from functions.sites.rows import Place


def place_site(site: str) -> Place:
    """What is said of a site as a whole."""
    key = names.format_site_key(site)
    return Place(key, key)


def place_profile(person: str) -> Place:
    """What a person chose."""
    key = names.format_person_key(person)
    return Place(key, key)


def place_group(site: str, group: str) -> Place:
    """A group of cameras."""
    return Place(names.format_site_key(site), names.format_group_order(group))


def place_member(site: str, person: str) -> tuple[Place, Place]:
    """A membership, below its site and below its person: both rows say the same."""
    return (
        Place(names.format_site_key(site), names.format_member_order(person)),
        Place(names.format_person_key(person), names.format_membership_order(site)),
    )
