"""The pages of subscribers by mail: ask, confirm, look after the watches, leave.

A GET never changes anything: mail servers and browsers follow links by themselves. Whoever changes something
shows a signed link or form, and there are no cookies, so no other site can act in somebody's name.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from watcher.errors import LinkError, StoreError, SubscribeError, TooManyAsked
from watcher.models import DigestTime
from watcher.subscribe.links import Wish
from watcher.subscribe.subscriptions import Subscriptions
from watcher.web.answers import html

_DAYS = {
    frozenset(range(7)): "daily",
    frozenset(range(5)): "weekdays",
    frozenset({5, 6}): "weekends",
    frozenset({0}): "weekly",
}

Handler = Callable[[web.Request], Awaitable[web.Response]]
Form = Mapping[str, str]


def routes(subscriptions: Subscriptions) -> tuple[web.RouteDef, ...]:
    """Return the routes of all of them."""
    pages = _Pages(subscriptions)
    return tuple(
        web.route(method, path, _guarded(handler))
        for method, path, handler in (
            ("GET", "/subscribe", pages.form),
            ("POST", "/subscribe", pages.ask),
            ("GET", "/confirm/{token}", pages.wish),
            ("POST", "/confirm/{token}", pages.confirm),
            ("GET", "/unsubscribe/{token}", pages.leaving),
            ("POST", "/unsubscribe/{token}", pages.leave),
            ("GET", "/manage/{token}", pages.account),
            ("POST", "/manage/{token}", pages.change),
        )
    )


class _Pages:
    """One method for each page and each form."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions

    async def form(self, _request: web.Request) -> web.Response:
        return self._form(Wish(address="", at="08:00"))

    async def ask(self, request: web.Request) -> web.Response:
        form = await _posted(request)
        wish = _wish(form, form.get("address", ""))
        try:
            await self._subscriptions.ask(form.get("form", ""), wish, _peer(request))
        except TooManyAsked as error:
            return self._form(wish, str(error), status=429)
        except SubscribeError as error:
            return self._form(wish, str(error), status=400)
        return _said(
            "Look into your mailbox",
            "If mail can reach that address, a link is on its way to it. Nothing comes before you open it.",
        )

    async def wish(self, request: web.Request) -> web.Response:
        return html("confirm", wish=self._subscriptions.wish(request.match_info["token"]))

    async def confirm(self, request: web.Request) -> web.Response:
        manage = await self._subscriptions.confirm(request.match_info["token"])
        return html("confirmed", manage=manage)

    async def leaving(self, request: web.Request) -> web.Response:
        return html("leave", address=self._subscriptions.leaving(request.match_info["token"]))

    async def leave(self, request: web.Request) -> web.Response:
        """RFC 8058: mail clients post here without anybody who looks at the answer."""
        return _left(await self._subscriptions.unsubscribe(request.match_info["token"]))

    async def account(self, request: web.Request) -> web.Response:
        return self._account(request.match_info["token"])

    async def change(self, request: web.Request) -> web.Response:
        token, form = request.match_info["token"], await _posted(request)
        try:
            match form.get("do"):
                case "stop" if form.get("watch", "").isdecimal():
                    await self._subscriptions.stop(token, int(form["watch"][:15]))
                case "add":
                    await self._subscriptions.add(token, form.get("query", ""))
                case "choose":
                    await self._subscriptions.choose(token, _wish(form, ""))
                case "end":
                    return _left(await self._subscriptions.end(token))
        except LinkError:
            raise
        except SubscribeError as error:
            return self._account(token, str(error), status=400)
        # After a change the browser asks anew, so that reloading does not post again.
        raise web.HTTPSeeOther(request.path)

    def _form(self, wish: Wish, error: str = "", status: int = 200) -> web.Response:
        return html("subscribe", status, wish=wish, error=error, form=self._subscriptions.form())

    def _account(self, token: str, error: str = "", status: int = 200) -> web.Response:
        account = self._subscriptions.account(token)
        wish = _as_wish(account.digest, account.zone)
        return html("manage", status, account=account, wish=wish, error=error)


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except LinkError as error:
            title = "This link has expired" if error.expired else "This link does not work"
            return _said(title, f"{error} A new one is sent to you from the page below.", 410, again=True)
        except SubscribeError as error:
            return _said("That did not work", str(error), 400)
        except StoreError:
            return _said("Not now", "What you asked for could not be saved. Please try again later.", 503)

    return guarded


def _said(title: str, text: str, status: int = 200, *, again: bool = False) -> web.Response:
    return html("said", status, title=title, text=text, again=again)


def _left(address: str) -> web.Response:
    return _said("You are unsubscribed", f"Nothing more is sent to {address}.")


async def _posted(request: web.Request) -> Form:
    """Return the texts of a posted form."""
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _wish(form: Form, address: str) -> Wish:
    at_once = form.get("days") == "once"
    return Wish(
        address=address,
        query=form.get("query", "").strip(),
        at="" if at_once else form.get("at", "").strip(),
        days=form.get("days", "daily"),
        zone=form.get("zone", "").strip(),
    )


def _as_wish(digest: DigestTime | None, zone: str) -> Wish:
    if digest is None:
        return Wish(address="", days="once", zone=zone)
    return Wish(address="", at=f"{digest.at:%H:%M}", days=_DAYS.get(digest.days, "daily"), zone=zone)


def _peer(request: web.Request) -> str:
    """Return who asks: the one that a proxy on this machine names, or the connection's own end."""
    remote = request.remote or ""
    try:
        is_proxy = ipaddress.ip_address(remote).is_loopback
    except ValueError:
        is_proxy = False
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return named[:64] if is_proxy and named else remote
