"""Signed access to the media of a site, a camera, a clip or an export at a time."""

from functions.clips.logic.media import choose_expiry, choose_prefix, make_policy, make_query
from functions.clips.store.media import MediaSigner
from functions.membership import Caller


class MediaAccess:
    """Makes queries that open media; who sees the camera at all is decided before."""

    def __init__(self, signer: MediaSigner, media_url: str, key_pair_id: str) -> None:
        self._signer = signer
        self._key_pair_id = key_pair_id
        self.media_url = media_url

    def open_camera(self, caller: Caller, site: str, camera: str, now_s: int) -> tuple[str, int]:
        """The query and the epoch second at which it ends; raises Unavailable.

        It opens the whole site for those who may see all of it, so that its links share one
        signature; for all others the camera alone.
        """
        expires_s = choose_expiry(now_s)
        objects = f"{choose_prefix(caller, site, camera)}*"
        return self._sign(make_policy(self.media_url, objects, expires_s)), expires_s

    def open_only(self, objects: str, expires_s: int) -> str:
        """The query for one object, or for those below a prefix that ends in `*`."""
        return self._sign(make_policy(self.media_url, objects, expires_s))

    def _sign(self, policy: bytes) -> str:
        return make_query(policy, self._signer.sign(policy), self._key_pair_id)
