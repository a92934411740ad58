"""The pages of subscribers by mail: ask, confirm, look after the watches, leave.

A GET never changes anything: mail servers and browsers follow links by themselves. Whoever changes something
shows a signed link or form, and there are no cookies, so no other site can act in somebody's name.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from aiohttp import web

from watcher.bot.times import read_days
from watcher.bot.words import days_said
from watcher.errors import LinkError, StoreError, SubscribeError, TooManyAsked
from watcher.models import DigestTime
from watcher.subscribe.links import Wish
from watcher.subscribe.subscriptions import Subscriptions
from watcher.web.answers import html
from watcher.wording.speech import LANGUAGES, language_for, speech_for
from watcher.wording.text import Text, plain, text

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

    async def form(self, request: web.Request) -> web.Response:
        return self._form(Wish(address="", at="08:00", locale=_language(request)))

    async def ask(self, request: web.Request) -> web.Response:
        form = await _posted(request)
        wish = replace(_wish(form, form.get("address", "")), locale=_language(request))
        try:
            await self._subscriptions.ask(form.get("form", ""), wish, _peer(request))
        except TooManyAsked as error:
            return self._form(wish, error, status=429)
        except SubscribeError as error:
            return self._form(wish, error, status=400)
        return _said(
            wish.locale,
            text("Look into your mailbox"),
            text(
                "If mail can reach that address, a link is on its way to it. "
                "Nothing comes before you open it."
            ),
        )

    async def wish(self, request: web.Request) -> web.Response:
        offer = self._subscriptions.offered(request.match_info["token"])
        language = _language(request, offer.wish.locale)
        when = plain(_when(offer.wish), speech_for(language))
        return html("confirm", language=language, wish=offer.wish, queries=offer.queries, when=when)

    async def confirm(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        chosen = self._subscriptions.offered(token).wish.locale
        manage = await self._subscriptions.confirm(token)
        return html("confirmed", language=_language(request, chosen), manage=manage)

    async def leaving(self, request: web.Request) -> web.Response:
        address = self._subscriptions.leaving(request.match_info["token"])
        return html("leave", language=self._chosen(request, address), address=address)

    async def leave(self, request: web.Request) -> web.Response:
        """RFC 8058: mail clients post here without anybody who looks at the answer."""
        address = await self._subscriptions.unsubscribe(request.match_info["token"])
        return _left(self._chosen(request, address), address)

    async def account(self, request: web.Request) -> web.Response:
        return self._account(request)

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
                    address = await self._subscriptions.end(token)
                    return _left(self._chosen(request, address), address)
        except LinkError:
            raise
        except SubscribeError as error:
            return self._account(request, error, status=400)
        # After a change the browser asks anew, so that reloading does not post again.
        raise web.HTTPSeeOther(request.path)

    def _form(self, wish: Wish, error: SubscribeError | None = None, status: int = 200) -> web.Response:
        return html(
            "subscribe",
            status,
            wish.locale,
            wish=wish,
            error=_told(error, wish.locale),
            form=self._subscriptions.form(),
            languages=LANGUAGES,
        )

    def _account(
        self, request: web.Request, error: SubscribeError | None = None, status: int = 200
    ) -> web.Response:
        account = self._subscriptions.account(request.match_info["token"])
        language = _language(request, account.locale)
        return html(
            "manage",
            status,
            language,
            account=account,
            wish=_as_wish(account.digest, account.zone),
            error=_told(error, language),
            languages=LANGUAGES,
        )

    def _chosen(self, request: web.Request, address: str) -> str:
        return _language(request, self._subscriptions.locale(address))


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except LinkError as error:
            title = text("This link has expired") if error.expired else text("This link does not work")
            said = text("{message} A new one is sent to you from the page below.", message=error.message)
            return _said(_language(request), title, said, 410, again=True)
        except SubscribeError as error:
            return _said(_language(request), text("That did not work"), error.message, 400)
        except StoreError:
            said = text("What you asked for could not be saved. Please try again later.")
            return _said(_language(request), text("Not now"), said, 503)

    return guarded


def _said(language: str, title: Text, said: Text, status: int = 200, *, again: bool = False) -> web.Response:
    speech = speech_for(language)
    return html("said", status, language, title=plain(title, speech), text=plain(said, speech), again=again)


def _left(language: str, address: str) -> web.Response:
    said = text("Nothing more is sent to {address}.", address=address)
    return _said(language, text("You are unsubscribed"), said)


def _told(error: SubscribeError | None, language: str) -> str:
    return plain(error.message, speech_for(language)) if error else ""


def _language(request: web.Request, chosen: str = "") -> str:
    """Return the language of a page: what its reader chose, else what the address or the browser asks for."""
    asked = request.query.get("language", "")
    return language_for(chosen, f"{asked},{request.headers.get('Accept-Language', '')}")


def _when(wish: Wish) -> Text:
    if not wish.at:
        return text("Each article at once")
    return text("{days} at {time}", days=days_said(read_days(wish.days) or frozenset()), time=wish.at)


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
        locale=chosen if (chosen := form.get("locale", "")) in LANGUAGES else "",
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
