"""The web application: briefs as pages, a start page with the world, the library. No script, no cookie, no outside.

Each page calls one method of the desk. Calls go one at a time: a desk has one record and engines share caches.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from threading import Lock
from typing import Any, Protocol

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from comity.desk.brief.model import Brief
from comity.desk.doctor import Check
from comity.desk.world_view import WorldView
from comity.kernel import states
from comity.kernel.errors import (
    Ambiguous,
    BadContent,
    BrokenChain,
    ComityError,
    Conflict,
    Misused,
    NotOnShelf,
    OutsideFailed,
)
from comity.reference.skill import Skill
from comity.web import library_pages, pages, start_page
from comity.web.brief_page import page, print_style
from comity.web.markdown import markdown

# Longer words are no state, body or date; reading them would only fill logs.
_LONGEST = 80
# The first class that fits decides.
_STATUS: tuple[tuple[type[ComityError], int], ...] = (
    (NotOnShelf, 404),
    (Ambiguous, 422),
    (Misused, 422),
    (Conflict, 409),
    (OutsideFailed, 503),
    (BadContent, 500),
    (BrokenChain, 500),
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Desk(Protocol):
    """What the pages need of a desk."""

    def brief(self, state: str, *, as_of: str | None = None, body: str | None = None) -> Brief:
        """The decision brief on a state."""

    def world(self, as_of: str | None = None) -> WorldView:
        """All states by risk."""

    def doctor(self) -> tuple[Check, ...]:
        """Self-checks with remedies."""

    def skills(self) -> tuple[Skill, ...]:
        """Measured skill of every engine."""


# Names a browser may call this machine by. Another name in a request means that a foreign page sent it here by its own
# name service (DNS rebinding), to read the desk through the reader's browser.
HERE = ("127.0.0.1", "[::1]", "localhost")


def create(desk: Desk, *, hosts: Sequence[str] = HERE) -> Starlette:
    """The application on one desk, answering only requests addressed to one of the hosts."""
    site = _Site(desk)
    made = Starlette(
        routes=[
            Route("/", site.start),
            Route("/jump", site.jump),
            Route("/brief/{state}.json", site.brief_json),
            Route("/brief/{state}.md", site.brief_markdown),
            Route("/brief/{state}", site.brief),
            Route("/library", site.library),
            Route("/library/{kind}", site.library_shelf),
            Route("/library/{kind}/{thing}", site.library_thing),
            Route("/skill", site.skill),
            Route("/doctor", site.doctor),
            Route("/health", site.health),
            Route(pages.stylesheet_path(), site.style),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(BaseHTTPMiddleware, dispatch=_guard),
        ],
        exception_handlers={ComityError: _comity_error, HTTPException: _http_error, Exception: _fault},
    )
    made.state.desk = desk
    return made


def policy(style: str = "") -> str:
    """The content security policy of a page; `style` is its one inline style, allowed by digest."""
    inline = f" {pages.style_hash(style)}" if style else ""
    return (
        f"default-src 'none'; style-src 'self'{inline}; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def rendered(template: str, *, status: int = 200, **content: Any) -> HTMLResponse:
    """A page of the site from a template."""
    html = pages.environment().get_template(template).render(
        site=True, stylesheet=pages.stylesheet_path(), **content
    )  # fmt: skip
    return HTMLResponse(html, status_code=status)


def status_of(error: ComityError) -> int:
    """The HTTP status of an error; 422 for a rule that says no."""
    return next((code for kind, code in _STATUS if isinstance(error, kind)), 422)


class _Site:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = Lock()

    def start(self, request: Request) -> Response:
        with self._turn:
            world = self._desk.world(_asked(request, "as_of") or None)
        return rendered("start.html", **start_page.content(world))

    def jump(self, request: Request) -> Response:
        found = states.find(_asked(request, "state"))
        return RedirectResponse(f"/brief/{found.iso3}", status_code=303)

    def _brief(self, request: Request) -> Brief:
        state = _named(request, "state")
        with self._turn:
            return self._desk.brief(state, as_of=_asked(request, "as_of") or None, body=_asked(request, "body") or None)

    def brief(self, request: Request) -> Response:
        found = self._brief(request)
        response = HTMLResponse(page(found, site=True))
        response.headers["Content-Security-Policy"] = policy(print_style(found))
        return response

    def brief_json(self, request: Request) -> Response:
        return Response(msgspec.json.encode(self._brief(request)), media_type="application/json")

    def brief_markdown(self, request: Request) -> Response:
        return Response(markdown(self._brief(request)), media_type="text/markdown; charset=utf-8")

    def library(self, _: Request) -> Response:
        return rendered("library.html", **library_pages.kinds())

    def library_shelf(self, request: Request) -> Response:
        return rendered("shelf.html", **library_pages.listing(_named(request, "kind")))

    def library_thing(self, request: Request) -> Response:
        return rendered("thing.html", **library_pages.thing(_named(request, "kind"), _named(request, "thing")))

    def skill(self, _: Request) -> Response:
        with self._turn:
            skills = self._desk.skills()
        return rendered("skill.html", skills=skills)

    def doctor(self, _: Request) -> Response:
        with self._turn:
            checks = self._desk.doctor()
        return rendered("doctor.html", checks=checks)

    def health(self, _: Request) -> Response:
        return PlainTextResponse("ok\n")

    def style(self, _: Request) -> Response:
        # The address holds the digest of the content, so a browser never needs to ask again.
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(pages.stylesheet(), media_type="text/css", headers=kept)


def _named(request: Request, name: str) -> str:
    """A part of the address, refused before it is looked up or shown if it is longer than any name."""
    value: str = request.path_params[name]
    if len(value) > _LONGEST:
        raise Misused(f"a {name} has at most {_LONGEST} letters; got {len(value)}", hint="use its id, such as SDN")
    return value


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name, "").strip()
    if len(value) > _LONGEST:
        raise Misused(f"{name} has at most {_LONGEST} letters; got {len(value)}", hint="shorten it")
    return value


async def _guard(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", policy())
    # A brief may be marked; no cache on the way may keep it.
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _comity_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, ComityError):
        raise error
    wanted = request.path_params.get("state") or request.query_params.get("state", "")
    return _error_page(request, status_of(error), error.message, error.hint, near=_near(wanted[:_LONGEST]))


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    message = {404: "There is no such page.", 405: "This page can only be read."}.get(status, "That did not work.")
    response = _error_page(request, status, message, "Begin at the start page.")
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _fault(request: Request, _: Exception) -> Response:
    # The server logs what happened; a reader is told nothing that could hold marked content.
    response = _error_page(request, 500, "Something broke in Comity itself.", "Run comity doctor, then report it.")
    response.headers.update({**_HEADERS, "Content-Security-Policy": policy(), "Cache-Control": "no-store"})
    return response


def _error_page(
    request: Request, status: int, message: str, hint: str, near: tuple[tuple[str, str], ...] = ()
) -> Response:
    if request.url.path.endswith(".json"):
        body = {"error": message, "hint": hint, "near": [code for code, _ in near]}
        return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")
    return rendered("error.html", status=status, code=status, message=message, hint=hint, near=near)


def _near(wanted: str) -> tuple[tuple[str, str], ...]:
    """Codes and names of states that may have been meant, for links."""
    if not wanted:
        return ()
    return start_page.near(wanted)
