"""A news site's listing in its layouts, and what such a site shows instead of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from watcher.demo.articles import Story
from watcher.demo.layouts import LAYOUTS, page

TODAY = date(2026, 3, 2)

_VERBS = ("reopens", "delays", "widens", "inspects", "closes", "surveys", "repairs", "auctions", "paints")
_THINGS = ("ferry", "harbour", "bridge", "railway", "embassy", "archive", "orchard", "customs house")


def stories(*numbers: int) -> list[Story]:
    """Return invented stories: the same number gives the same story."""
    return [
        Story(
            f"Council {_VERBS[n % 9]} the old {_THINGS[n % 8]} by river mile {n}",
            f"Neighbours of mile {n} were told in a letter that the works take {n + 2} months",
            ("Mara Quillfeather", "Tobias Renn")[n % 2 :][:1],
            ("News", "Analysis", "")[n % 3],
        )
        for n in numbers
    ]


def count_down(top: int, size: int = 10) -> list[Story]:
    """Return the listing whose newest story has the number `top`."""
    return stories(*range(top, top - size, -1))


def listing(shown: Sequence[Story], layout: str = "cards", today: date = TODAY) -> str:
    """Return the page that shows these, newest first, three a day."""
    return page(LAYOUTS[layout], [(s, today - timedelta(days=age // 3)) for age, s in enumerate(shown)])


_NAV = "".join(
    f"<li><a href='/{name.lower()}'>{name}</a></li>"
    for name in ("News", "Business", "Culture", "Podcast", "Travel", "Weather", "Sport", "Letters", "Food")
)


def framed(main: str, title: str = "The Strait Gazette") -> str:
    """Return a page of the same site with something else in its middle."""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><header><nav><ul>{_NAV}</ul></nav>"
        f"</header><main>{main}</main><footer><a href='/about'>About us</a> <a href='/terms'>Terms</a>"
        "</footer></body></html>"
    )


LOG_IN = framed(
    "<h1>Welcome back</h1><p>Please sign in to go on reading.</p><form action='/session' method='post'>"
    "<label>Mail <input name='mail' type='email'></label><label>Word <input name='w' type='password'></label>"
    "<button>Sign in</button></form><p><a href='/reset'>Forgotten?</a> <a href='/join'>Join us</a></p>"
)
CAPTCHA = (
    "<!doctype html><html><head><title>One moment</title><script src='/cdn/challenge-page/run.js'></script>"
    "</head><body><h1>n.example</h1><p>We make sure that your connection is safe.</p>"
    "<div class='captcha-box'></div></body></html>"
)
CAPTCHA_RUSSIAN = (
    "<html><head><title>Проверка</title></head><body><p>Подтвердите, что вы не робот</p>"
    "<form><button>Продолжить</button></form></body></html>"
)
MAINTENANCE = framed("<h1>We will be back soon</h1><p>Our site is down for scheduled maintenance.</p>")
MAINTENANCE_GERMAN = framed("<h1>Wartungsarbeiten</h1><p>Wir sind gleich wieder da.</p>")
SHELL = (
    "<!doctype html><html><head><title>Gazette</title><script defer src='/main.3f2a.js'></script></head>"
    "<body><noscript>Enable JavaScript to run this app.</noscript><div id='root'></div></body></html>"
)
CONSENT = (
    "<!doctype html><html><head><title>Gazette</title></head><body><div class='consent-layer'>"
    "<h2>Vos choix</h2><p>Nous et nos partenaires déposons des traceurs.</p>"
    "<button>Continuer</button><button>Choisir</button></div></body></html>"
)
PARKED = (
    "<html><head><title>n.example</title></head><body><h1>n.example</h1><p>This domain is for sale.</p>"
    "<ul><li><a href='https://ads.example/1'>Loans</a></li><li><a href='https://ads.example/2'>Hotels</a></li>"
    "</ul></body></html>"
)
EMPTIED = listing([])
SAYS_EMPTY = framed("<h1>Foreign Relations</h1><div>No articles were found.</div>")
_OLD_LINKS = "".join(
    f"<li><a href='/2015/{s.slug}/'>{escape(s.title)}</a></li>" for s in stories(*range(500, 510))
)
MOST_READ = framed(f"<h1>Foreign Relations</h1><h2>Most read</h2><ol>{_OLD_LINKS}</ol>")
OTHER_LIST = framed(f"<h1>The river in 2015</h1><ol>{_OLD_LINKS}</ol>")
