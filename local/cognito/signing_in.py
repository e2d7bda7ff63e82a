"""The pages a person passes through: authorize, login, logout."""

import hmac
import secrets
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as Http
from starlette.responses import HTMLResponse, RedirectResponse, Response

from local.cognito import pages
from local.cognito.attempts import TooManyAttempts
from local.cognito.authorize import Refused, Request, Untrusted, check_request
from local.cognito.desk import Desk
from local.cognito.form import read_form
from local.cognito.users import BadPassword, NewPasswordWanted, Person, WrongLogin

_CSRF_COOKIE = "XSRF-TOKEN"


@dataclass(frozen=True)
class SigningIn:
    """`cookie` names the session cookie: cookies of one host are shared by all its ports."""

    desk: Desk
    cookie: str

    async def authorize(self, http: Http) -> Response:
        """GET /oauth2/authorize: a code for whoever is signed in here, else the sign-in page."""
        try:
            request = check_request(self.desk.pool, http.query_params)
        except Untrusted as error:
            return RedirectResponse(f"/error?error={error.error}", 302)
        except Refused as refused:
            return RedirectResponse(refused.location, 302)
        session = self.desk.sessions.look(http.cookies.get(self.cookie, ""))
        if session is not None and "login" not in request.prompts:
            return RedirectResponse(self.desk.grant_code(request, session), 302)
        if "none" in request.prompts:
            return RedirectResponse(request.answer(error="login_required"), 302)
        return RedirectResponse(f"/login?{http.url.query}", 302)

    async def login(self, http: Http) -> Response:
        """GET and POST /login: the form, and what was filled in."""
        try:
            request = check_request(self.desk.pool, http.query_params)
        except Untrusted as error:
            return RedirectResponse(f"/error?error={error.error}", 302)
        except Refused as refused:
            return RedirectResponse(refused.location, 302)
        csrf = http.cookies.get(_CSRF_COOKIE) or secrets.token_urlsafe(24)
        if http.method != "POST":
            return _show(pages.sign_in_page(csrf), request, csrf)
        form = await read_form(http)
        # `csrf` is new where the browser sent no cookie, so an empty field never matches.
        if not hmac.compare_digest(form.get("_csrf", "").encode(), csrf.encode()):
            page = pages.sign_in_page(csrf, error="The form was too old. Please try again.")
            return _show(page, request, csrf)
        return await run_in_threadpool(self._filled_in, request, form, csrf)

    async def logout(self, http: Http) -> Response:
        """GET /logout: ends the browser's session and goes to a declared address."""
        client = self.desk.pool.clients.get(http.query_params.get("client_id", ""))
        target = http.query_params.get("logout_uri", "")
        if client is None or target not in client.logout_urls:
            return RedirectResponse("/error?error=redirect_mismatch", 302)
        self.desk.sessions.take(http.cookies.get(self.cookie, ""))
        response = RedirectResponse(target, 302)
        response.delete_cookie(self.cookie)
        return response

    def _filled_in(self, request: Request, form: dict[str, str], csrf: str) -> Response:
        outcome = (
            self._choose(request, form, csrf)
            if "session" in form
            else self._check(request, form, csrf)
        )
        if isinstance(outcome, Response):
            return outcome
        secret = self.desk.open_session(outcome)
        session = self.desk.sessions.look(secret)
        if session is None:
            raise RuntimeError("a session ended as it began")
        response = RedirectResponse(self.desk.grant_code(request, session), 302)
        response.set_cookie(self.cookie, secret, max_age=3600, httponly=True, samesite="lax")
        return response

    def _check(self, request: Request, form: dict[str, str], csrf: str) -> Person | Response:
        login = form.get("username", "").strip()
        try:
            self.desk.attempts.check(login)
            found = self.desk.users.check(login, form.get("password", ""), request.client.client_id)
        except TooManyAttempts:
            problem = "Password attempts exceeded. Please wait a moment."
            return _show(pages.sign_in_page(csrf, login=login, error=problem), request, csrf)
        except WrongLogin:
            self.desk.attempts.failed(login)
            problem = "Incorrect username or password."
            return _show(pages.sign_in_page(csrf, login=login, error=problem), request, csrf)
        self.desk.attempts.succeeded(login)
        if isinstance(found, NewPasswordWanted):
            session = self.desk.changes.keep(found)
            return _show(pages.new_password_page(csrf, session), request, csrf)
        return found

    def _choose(self, request: Request, form: dict[str, str], csrf: str) -> Person | Response:
        wanted = self.desk.changes.take(form.get("session", ""))
        if wanted is None:
            page = pages.sign_in_page(csrf, error="That took too long. Please sign in again.")
            return _show(page, request, csrf)
        password = form.get("new_password", "")
        problem = "The passwords differ." if password != form.get("confirm_password") else ""
        if not problem:
            try:
                return self.desk.users.choose_password(wanted, password, request.client.client_id)
            except BadPassword:
                problem = "The password is too simple: make it longer, with letters and digits."
        session = self.desk.changes.keep(wanted)
        return _show(pages.new_password_page(csrf, session, error=problem), request, csrf)


async def show_error(http: Http) -> Response:
    """GET /error."""
    text = {
        "invalid_client": "The app is not known here.",
        "redirect_mismatch": "The address to return to is not one of the app's.",
    }.get(http.query_params.get("error", ""), "The request is not understood.")
    return _page(pages.error_page(text), 400, "'none'")


def _show(page: str, request: Request, csrf: str) -> Response:
    # A redirect after the form counts as its target, so the client's addresses are named too.
    response = _page(page, 200, " ".join(["'self'", *sorted(request.client.origins)]))
    response.set_cookie(_CSRF_COOKIE, csrf, httponly=True, samesite="lax")
    return response


def _page(page: str, status: int, form_action: str) -> Response:
    return HTMLResponse(
        page,
        status,
        {
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline';"
            f" form-action {form_action}; frame-ancestors 'none'; base-uri 'none'",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        },
    )
