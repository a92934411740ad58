from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from aiohttp import web

from tests.fetch.sites import Names, page, raw_site, redirect, saying, site
from watcher import __version__
from watcher.errors import AddressRefused, FetchError
from watcher.fetch import Fetcher, FetchSettings
from watcher.models import Page, Validators

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOCAL = FetchSettings(allow_private=True, per_host_delay=0, respect_robots=False)


def local() -> Fetcher:
    return Fetcher(LOCAL, clock=lambda: NOW)


def read(page: Page | None) -> Page:
    assert page is not None
    return page


async def test_a_page_comes_with_what_its_headers_say() -> None:
    async def latin(_: web.Request) -> web.Response:
        return web.Response(
            body="Zürich".encode("latin-1"), headers={"Content-Type": "TEXT/HTML; charset=Latin-1"}
        )

    async with site({"/news": latin}) as here, local() as fetcher:
        fetched = await fetcher.fetch(f"{here.url}/news")
    assert fetched.page == Page(
        url=f"{here.url}/news",
        body="Zürich".encode("latin-1"),
        content_type="text/html",
        charset="Latin-1",
        fetched_at=NOW,
    )


async def test_a_body_in_another_charset_than_announced_comes_through_untouched() -> None:
    body = "Zürich".encode("utf-16")
    head = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=no-such-charset\nConnection: close"
    async with raw_site(saying(head, body)) as url, local() as fetcher:
        found = read((await fetcher.fetch(url)).page)
    assert (found.body, found.charset) == (body, "no-such-charset")


async def test_a_page_without_a_content_type_has_none() -> None:
    async with raw_site(saying("HTTP/1.1 200 OK\nConnection: close", b"x")) as url, local() as fetcher:
        found = read((await fetcher.fetch(url)).page)
    assert (found.content_type, found.charset) == ("", None)


async def test_the_user_agent_says_who_we_are_and_whom_to_write_to() -> None:
    settings = FetchSettings(allow_private=True, contact="mailto:ops@watch.example")
    async with site({"/": page()}) as here, Fetcher(settings) as fetcher:
        await fetcher.fetch(here.url)
    assert {request.headers["User-Agent"] for request in here.asked} == {
        f"listing-watcher/{__version__} (+mailto:ops@watch.example)"
    }


async def test_validators_make_the_next_fetch_conditional_and_a_304_is_no_page() -> None:
    async def conditional(request: web.Request) -> web.Response:
        headers = {"ETag": '"v1"', "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}
        same = request.headers.get("If-None-Match") == '"v1"'
        return web.Response(status=304 if same else 200, text=None if same else "news", headers=headers)

    async with site({"/": conditional}) as here, local() as fetcher:
        first = await fetcher.fetch(here.url)
        again = await fetcher.fetch(here.url, first.validators)
    assert read(first.page).body == b"news"
    assert again.page is None
    assert again.validators == first.validators
    assert "If-None-Match" not in here.asked[0].headers
    assert here.asked[1].headers["If-Modified-Since"] == "Sun, 22 Nov 2026 10:00:00 GMT"


async def test_an_equal_body_without_validators_is_no_page_either() -> None:
    async with site({"/": page("same")}) as here, local() as fetcher:
        first = await fetcher.fetch(here.url)
        again = await fetcher.fetch(here.url, first.validators)
    assert first.validators.etag is None
    assert again.page is None


async def test_a_changed_body_is_a_page_whatever_its_etag_was() -> None:
    async with site({"/": page("new", ETag='"v2"')}) as here, local() as fetcher:
        fetched = await fetcher.fetch(here.url, Validators(etag='"v1"', body_hash="0" * 64))
    assert read(fetched.page).body == b"new"
    assert fetched.validators.etag == '"v2"'


async def test_validators_that_could_not_be_sent_back_are_forgotten() -> None:
    head = 'HTTP/1.1 200 OK\nETag: "\xff\xfe"\nContent-Type: text/html; charset=\xff\nConnection: close'
    async with raw_site(saying(head, b"x")) as url, local() as fetcher:
        fetched = await fetcher.fetch(url)
    assert fetched.validators.etag is None
    assert read(fetched.page).charset is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_to_where_the_page_is(status: int) -> None:
    handlers = {"/old": redirect("/a/../new?x=1#top", status), "/new": page("here")}
    async with site(handlers) as here, local() as fetcher:
        fetched = await fetcher.fetch(f"{here.url}/old")
    assert read(fetched.page).body == b"here"
    assert fetched.url.startswith(f"{here.url}/new?x=1")
    assert fetched.page is not None
    assert fetched.page.url == fetched.url


async def test_a_redirect_loop_ends_at_the_cap() -> None:
    async with site({"/": redirect("/")}) as here, local() as fetcher:
        with pytest.raises(FetchError, match="more than 5 redirects"):
            await fetcher.fetch(here.url)
    assert len(here.asked) == 6


@pytest.mark.parametrize("target", ["", "http://[broken", "http://:0"])
async def test_a_redirect_to_nowhere_is_an_error(target: str) -> None:
    head = f"HTTP/1.1 302 Found\nLocation: {target}\nConnection: close\nContent-Length: 0"
    async with raw_site(saying(head)) as url, local() as fetcher:
        with pytest.raises(FetchError, match="without a usable Location"):
            await fetcher.fetch(url)


@pytest.mark.parametrize("target", ["ftp://files.example/x", "file:///etc/passwd", "data:text/html,x"])
async def test_a_redirect_out_of_http_is_refused(target: str) -> None:
    async with site({"/": redirect(target)}) as here, local() as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(here.url)
    assert here.paths == ["/"]


async def test_a_cookie_lives_for_one_visit_only() -> None:
    async def door(request: web.Request) -> web.Response:
        if request.cookies.get("seen") == "1":
            return web.Response(text="inside")
        response = web.Response(status=302, headers={"Location": "/"})
        response.set_cookie("seen", "1")
        return response

    async with site({"/": door}) as here:
        names = Names({"news.example": ("127.0.0.1",)})
        async with Fetcher(LOCAL, resolver=names) as fetcher:
            url = here.url.replace("127.0.0.1", "news.example")
            assert read((await fetcher.fetch(url)).page).body == b"inside"
            await fetcher.fetch(url)
    assert ["seen" in request.cookies for request in here.asked] == [False, True, False, True]


async def test_headers_of_a_source_go_to_its_own_origin_only() -> None:
    async with site({"/": page()}) as elsewhere:
        handlers = {"/": redirect("/moved"), "/moved": redirect(elsewhere.url)}
        async with site(handlers) as here, local() as fetcher:
            await fetcher.fetch(here.url, headers=(("X-Token", "secret"),))
    assert [request.headers.get("X-Token") for request in here.asked] == ["secret", "secret"]
    assert "X-Token" not in elsewhere.asked[0].headers


@pytest.mark.parametrize("user", ["user", ""])
async def test_credentials_in_an_address_are_used_but_never_shown(user: str) -> None:
    async with site({"/": page()}) as here, local() as fetcher:
        address = here.url.replace("//", f"//{user}:hunter2@")
        fetched = await fetcher.fetch(address)
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(f"{address}/missing")
    assert here.asked[0].headers["Authorization"].startswith("Basic ")
    assert "hunter2" not in fetched.url + read(fetched.page).url + str(caught.value)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(datetime(2026, 11, 22, 12, 5, tzinfo=UTC), usegmt=True), 300.0),
        (format_datetime(datetime(2026, 11, 22, 11, 0, tzinfo=UTC), usegmt=True), 0.0),
        ("soon", None),
        ("", None),
        ("9" * 400, 999_999_999.0),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_the_servers_wish_when_to_come_back_is_passed_on(
    status: int, header: str, seconds: float | None
) -> None:
    async with site({"/": page(status=status, Retry_After=header)}) as here, local() as fetcher:
        with pytest.raises(FetchError, match=str(status)) as caught:
            await fetcher.fetch(here.url)
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "404 Not Found"), (500, "500 Internal Server Error"), (599, "599"), (300, "300")],
)
async def test_any_other_status_is_an_error_that_names_it(status: int, words: str) -> None:
    async with site({"/": page(status=status)}) as here, local() as fetcher:
        with pytest.raises(FetchError, match=f"^127.0.0.1: answered {words}"):
            await fetcher.fetch(here.url)


@pytest.mark.parametrize(
    ("status", "transient", "gone"),
    [
        (404, False, True),
        (410, False, True),
        (403, False, False),
        (429, True, False),
        (408, True, False),
        (500, True, False),
        (503, True, False),
    ],
)
async def test_an_error_knows_whether_patience_helps(status: int, transient: bool, gone: bool) -> None:
    async with site({"/": page(status=status)}) as here, local() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(here.url)
    assert (caught.value.status, caught.value.transient, caught.value.gone) == (status, transient, gone)


@pytest.mark.parametrize(
    "url", ["news.example/world", "ftp://news.example/", "http://", "", "mailto:a@b.example"]
)
async def test_what_is_no_http_address_is_refused(url: str) -> None:
    async with local() as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(url)


async def test_a_header_that_cannot_be_sent_is_an_error_and_not_a_crash() -> None:
    async with site({"/": page()}) as here, local() as fetcher:
        with pytest.raises(FetchError, match="cannot be asked"):
            await fetcher.fetch(here.url, headers=(("X-Token", "two\nlines"),))
    assert here.asked == []
