"""Signed access to the media of one site at a time."""

from functions.clips.logic.media import choose_expiry, make_policy, make_query
from functions.clips.store.media import MediaSigner


class MediaAccess:
    """Makes queries that open a site's media; who may have one is decided before."""

    def __init__(self, signer: MediaSigner, media_url: str, key_pair_id: str) -> None:
        self._signer = signer
        self._key_pair_id = key_pair_id
        self.media_url = media_url

    def open_site(self, site: str, now_s: int) -> tuple[str, int]:
        """The query and the epoch second at which it ends; raises Unavailable."""
        expires_s = choose_expiry(now_s)
        policy = make_policy(self.media_url, site, expires_s)
        return make_query(policy, self._signer.sign(policy), self._key_pair_id), expires_s
