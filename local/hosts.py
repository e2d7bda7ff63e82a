"""What DNS does on AWS: the host names of the stand-ins, as loopback addresses.

Used for values the program computed (function environment, config.json, CSP) and nowhere else.
The token issuer `https://cognito-idp.<region>.amazonaws.com/<pool>` is a name, not an address,
and stays as it is.
"""

import re
from dataclasses import dataclass

PORT_SPAN = 60

_DISTRIBUTION = re.compile(r"https://[a-z0-9]+\.cloudfront\.net")
_LOGIN = re.compile(r"https://[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com")
_IOT = r"[a-z0-9]+-ats\.iot\.[a-z0-9-]+\.amazonaws\.com"
_BROKER = re.compile(f"wss://{_IOT}")
_IOT_DATA = re.compile(f"https://{_IOT}")
_HTTP_API = re.compile(r"https://[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com")


@dataclass(frozen=True)
class Ports:
    """Where each part of one laptop cloud listens: PORT_SPAN ports from `base`."""

    base: int

    @property
    def web(self) -> int:
        return self.base

    @property
    def api(self) -> int:
        return self.base + 1

    @property
    def aws(self) -> int:
        return self.base + 2

    @property
    def login(self) -> int:
        return self.base + 3

    @property
    def ftp(self) -> int:
        return self.base + 4

    @property
    def gateway(self) -> int:
        return self.base + 5

    @property
    def broker(self) -> int:
        return self.base + 6

    @property
    def passive(self) -> range:
        return range(self.base + 10, self.base + PORT_SPAN)


@dataclass(frozen=True)
class Hosts:
    """Loopback origins, without a slash at the end."""

    web: str
    api: str
    aws: str
    login: str
    broker: str

    @classmethod
    def on(cls, ports: Ports) -> "Hosts":
        return cls(
            web=f"http://localhost:{ports.web}",
            api=f"http://localhost:{ports.api}",
            aws=f"http://127.0.0.1:{ports.aws}",
            login=f"http://localhost:{ports.login}",
            broker=f"ws://localhost:{ports.broker}",
        )

    def replace(self, text: str) -> str:
        """The text with every stand-in's AWS origin replaced; other text is left alone."""
        text = _DISTRIBUTION.sub(self.web, text)
        text = _LOGIN.sub(self.login, text)
        text = _BROKER.sub(self.broker, text)
        text = _IOT_DATA.sub(self.aws, text)
        return _HTTP_API.sub(self.api, text)
