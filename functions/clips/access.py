"""Signed access to the media of one site, one clip or one export at a time."""

from functions.clips.logic.media import choose_expiry, make_narrow_policy, make_policy, make_query
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
        return self._sign(make_policy(self.media_url, site, expires_s)), expires_s

    def open_only(self, objects: str, expires_s: int) -> str:
        """The query for one object, or for those below a prefix that ends in `*`."""
        return self._sign(make_narrow_policy(self.media_url, objects, expires_s))

    def _sign(self, policy: bytes) -> str:
        return make_query(policy, self._signer.sign(policy), self._key_pair_id)
