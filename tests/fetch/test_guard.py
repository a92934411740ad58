from __future__ import annotations

import ipaddress

import pytest

from notifiers.guard import Guard
from tests.fetch.sites import Names, OnlyThisIsPublic, page, redirect, site
from watcher.errors import AddressRefused
from watcher.fetch import Fetcher, FetchSettings

CAREFUL = FetchSettings(per_host_delay=0, respect_robots=False)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "192.0.2.1",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe", "::127.0.0.1",
    ],
)  # fmt: skip
def test_addresses_of_inner_networks_are_refused(ip: str) -> None:
    assert not Guard(allow_private=False).allows(ipaddress.ip_address(ip))
    assert Guard(allow_private=True).allows(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "ip", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_addresses_of_the_internet_are_allowed(ip: str) -> None:
    assert Guard(allow_private=False).allows(ipaddress.ip_address(ip))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0x7f.1"])
async def test_a_source_inside_is_refused_however_it_is_written(host: str) -> None:
    async with Fetcher(CAREFUL) as fetcher:
        with pytest.raises(AddressRefused, match="private network"):
            await fetcher.fetch(f"http://{host}:9/")


async def test_a_name_that_leads_inside_is_refused_without_a_connection() -> None:
    async with site({"/": page()}) as here:
        names = Names({"news.example": ("127.0.0.1",)})
        async with Fetcher(CAREFUL, resolver=names) as fetcher:
            with pytest.raises(AddressRefused, match=r"^news.example: on a private network"):
                await fetcher.fetch(here.url.replace("127.0.0.1", "news.example"))
    assert here.asked == []
    assert names.asked == ["news.example"]


async def test_of_a_names_addresses_only_the_public_ones_are_used() -> None:
    async with site({"/": page()}) as here:
        names = Names({"news.example": ("127.0.0.9", "127.0.0.1", "10.0.0.1")})
        async with Fetcher(CAREFUL, resolver=names, guard=OnlyThisIsPublic("127.0.0.1")) as fetcher:
            fetched = await fetcher.fetch(here.url.replace("127.0.0.1", "news.example"))
    assert fetched.page is not None


@pytest.mark.parametrize("inside", ["127.0.0.2", "inside.example", "localhost"])
async def test_a_redirect_that_leads_inside_is_refused_without_a_connection(inside: str) -> None:
    async with site({"/": page("secret")}, host="127.0.0.2") as private:
        target = private.url.replace("127.0.0.2", inside)
        async with site({"/": redirect(target)}) as here:
            names = Names({"inside.example": ("127.0.0.2",), "localhost": ("127.0.0.2",)})
            async with Fetcher(CAREFUL, resolver=names, guard=OnlyThisIsPublic("127.0.0.1")) as fetcher:
                with pytest.raises(AddressRefused, match="private network"):
                    await fetcher.fetch(here.url)
    assert here.paths == ["/"]
    assert private.asked == []


async def test_a_robots_txt_that_redirects_inside_is_not_followed() -> None:
    async with site({"/robots.txt": page("User-agent: *")}, host="127.0.0.2") as private:
        handlers = {"/robots.txt": redirect(f"{private.url}/robots.txt"), "/": page()}
        async with (
            site(handlers) as here,
            Fetcher(FetchSettings(per_host_delay=0), guard=OnlyThisIsPublic("127.0.0.1")) as fetcher,
        ):
            fetched = await fetcher.fetch(here.url)
    assert fetched.page is not None
    assert private.asked == []
