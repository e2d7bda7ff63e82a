"""The sign-in pages: plain forms that work without scripts, in light and dark."""

from html import escape

_STYLE = """
:root { color-scheme: light dark; --ground: #f5f8f7; --card: #ffffff; --ink: #141d1b;
  --soft: #566361; --line: #ccd6d4; --accent: #0f6b66; --on-accent: #ffffff; --bad: #b3261e;
  --bad-ground: #fdecea; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1413; --card: #181e1d; --ink: #e6ecea;
  --soft: #9aa8a5; --line: #3a4543; --accent: #5cc9bf; --on-accent: #06211f; --bad: #ff8a80;
  --bad-ground: #3a1a18; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem;
  background: var(--ground); color: var(--ink); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 24rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 0.9rem; box-shadow: 0 0.5rem 2rem #0001; }
svg { display: block; width: 2.75rem; height: 2.75rem; }
h1 { margin: 0.9rem 0 0.25rem; font-size: 1.4rem; line-height: 1.25; }
p { margin: 0 0 1.25rem; color: var(--soft); }
label { display: block; margin-bottom: 0.35rem; font-weight: 600; font-size: 0.92rem; }
input { width: 100%; margin-bottom: 1.1rem; padding: 0.65rem 0.75rem; font: inherit;
  color: inherit; background: var(--ground); border: 1px solid var(--line);
  border-radius: 0.5rem; }
button { width: 100%; padding: 0.7rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 0; border-radius: 0.5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.bad { padding: 0.65rem 0.75rem; color: var(--bad); background: var(--bad-ground);
  border-radius: 0.5rem; }
small { display: block; margin-top: 1.25rem; color: var(--soft); }
"""
_MARK = (
    '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"'
    ' fill="var(--accent)"/><path d="M5 16c3-5 6.7-7.5 11-7.5S24 11 27 16c-3 5-6.7 7.5-11 7.5'
    'S8 21 5 16Z" fill="none" stroke="var(--on-accent)" stroke-width="2.2"'
    ' stroke-linejoin="round"/><circle cx="16" cy="16" r="3.6" fill="var(--on-accent)"/></svg>'
)
_NOTE = "<small>This page stands in for Amazon Cognito on this machine.</small>"


def sign_in_page(csrf: str, *, login: str = "", error: str = "") -> str:
    """The form that is posted back to its own address."""
    return _page(
        "Sign in",
        f"""<h1>Sign in to Vedette</h1><p>See what your cameras have seen.</p>{_error(error)}
<form method="post">{_hidden("_csrf", csrf)}
<label for="username">Email</label>
<input id="username" name="username" type="email" autocomplete="username" required
 {"" if login else "autofocus"} value="{escape(login)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required
 {"autofocus" if login else ""}>
<button type="submit">Sign in</button></form>{_NOTE}""",
    )


def new_password_page(csrf: str, session: str, *, error: str = "") -> str:
    """For an invited person: the temporary password was right and must be replaced."""
    return _page(
        "Choose a password",
        f"""<h1>Choose a password</h1><p>Your invitation's password works only once.</p>
{_error(error)}<form method="post">{_hidden("_csrf", csrf)}{_hidden("session", session)}
<label for="new_password">New password</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required
 autofocus>
<label for="confirm_password">Repeat the new password</label>
<input id="confirm_password" name="confirm_password" type="password"
 autocomplete="new-password" required>
<button type="submit">Set password</button></form>{_NOTE}""",
    )


def error_page(error: str) -> str:
    """For requests whose sender cannot be told, such as an unknown redirect address."""
    return _page(
        "Error",
        f"<h1>This sign-in link does not work</h1>{_error(error)}"
        f"<p>Go back to the app and sign in from there.</p>{_NOTE}",
    )


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Vedette</title><style>{_STYLE}</style></head>"
        f"<body><main>{_MARK}{content}</main></body></html>"
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _error(text: str) -> str:
    return f'<p class="bad" role="alert">{escape(text)}</p>' if text else ""
