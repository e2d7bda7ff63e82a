"""The state of one login: who is signed in, and what was handed out for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from local.cognito.attempts import Attempts
from local.cognito.authorize import Request
from local.cognito.declaration import UserPool
from local.cognito.grants import Vault
from local.cognito.tokens import SignIn, SigningKey
from local.cognito.users import NewPasswordWanted, Person, Users

_CODE_SECONDS = 300.0
_SESSION_SECONDS = 3600.0  # Cognito's session cookie lasts an hour
_CHANGE_SECONDS = 180.0  # Cognito's challenge session


@dataclass(frozen=True)
class Code:
    """What an authorization code stands for."""

    request: Request
    sign_in: SignIn = field(repr=False)


@dataclass(frozen=True)
class Session:
    """A browser in which somebody signed in."""

    person: Person
    auth_time: int


@dataclass
class Desk:
    """Everything the login's endpoints share; kept in memory, gone with the process."""

    pool: UserPool
    key: SigningKey
    users: Users
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self.attempts = Attempts(self.clock)
        self.codes: Vault[Code] = Vault(_CODE_SECONDS, self.clock)
        self.refreshes: Vault[SignIn] = Vault(0.0, self.clock)
        self.sessions: Vault[Session] = Vault(_SESSION_SECONDS, self.clock)
        self.changes: Vault[NewPasswordWanted] = Vault(_CHANGE_SECONDS, self.clock)
        self.revoked: set[str] = set()

    def now(self) -> int:
        """Epoch seconds."""
        return int(self.clock())

    def open_session(self, person: Person) -> str:
        return self.sessions.keep(Session(person, self.now()))

    def grant_code(self, request: Request, session: Session) -> str:
        """Where the browser goes with the code."""
        sign_in = SignIn(session.person, request.client, request.scopes, session.auth_time)
        return request.answer(code=self.codes.keep(Code(request, sign_in)))
