"""Each kind of mistake is told in one line: where it is, what was found, what to write."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.config.files import CONSOLE, SOURCE, WATCH, WHOLE, mistakes, written
from watcher.config.catalogue import sections
from watcher.config.loading import load
from watcher.errors import ConfigError

TELEGRAM = '[[destinations]]\nname = "chat"\nkind = "telegram"\n'
SLACK = '[[destinations]]\nname = "slack"\nkind = "slack"\n'
SELECT = '[sources.select]\nitem = "article"\n'
BAD = {
    "unknown key": (
        WHOLE + "[http]\ntimeuot = 3",
        'http.timeuot: there is no such key; did you mean "timeout"?',
    ),
    "unknown key that is like none": (
        WHOLE + "[web]\nxyzzy = 3",
        "web.xyzzy: there is no such key; known here: enabled, listen, public_url, token",
    ),
    "key of another table": (
        WHOLE + '[http]\ninterval = "3s"',
        "http.interval: there is no such key here; it belongs below [[sources]]",
    ),
    "unknown table": (
        WHOLE + "[operators]\nto = []",
        'operators: there is no such key; did you mean "operator"?',
    ),
    "unknown key of a kind": (
        WHOLE + TELEGRAM + 'token = "env:TOKEN"\nchatt = 3\nchat = 3',
        'destinations.chat.chatt: there is no such key; did you mean "chat"?',
    ),
    "a field of the models that the file has not": (
        WHOLE.replace('kind = "console"', 'kind = "console"\noptions = {}'),
        "destinations.console.options: there is no such key; known here: name, kind, digest, limit_per_day, "
        "same_story, quiet_hours, instead_of, timezone, path",
    ),
    "missing key": (
        CONSOLE + WATCH + '[[sources]]\nid = "news"',
        'sources.news.url: is missing; write url = "https://www.nknews.org/category/foreign-relations/"',
    ),
    "missing key of a kind": (
        WHOLE + TELEGRAM + "chat = 3",
        'destinations.chat.token: is missing; write token = "env:TELEGRAM_TOKEN"',
    ),
    "unknown kind of destination": (
        WHOLE.replace('kind = "console"', 'kind = "konsole"'),
        'destinations.console.kind: found "konsole": '
        'write one of apprise, console, email, slack, telegram, webhook; did you mean "console"?',
    ),
    "empty group of synonyms": (
        WHOLE + "[synonyms]\nDPRK = []",
        "synonyms.DPRK: is an empty group; write the words that mean the same, "
        'such as DPRK = ["North Korea", "NK"]',
    ),
    "word in two groups of synonyms": (
        WHOLE + '[synonyms]\nDPRK = ["NK"]\n"North Korea" = ["nk"]',
        'synonyms.North Korea: "nk" is in the group DPRK too, as "NK"; groups go both ways: '
        "write all that means the same in one, and each word once",
    ),
    "synonyms as a list": (
        '[[synonyms]]\nDPRK = ["NK"]\n' + WHOLE,
        "synonyms: write it as a table: [synonyms], with one pair of brackets, and its keys below",
    ),
    "unknown language": (
        CONSOLE + WATCH + SOURCE + 'language = "frensh"',
        'sources.news.language: found "frensh": there is no stemmer of this name; did you mean "french"?',
    ),
    "language that has no stemmer": (
        CONSOLE + SOURCE + WATCH + 'language = "ko"',
        'watches.0.language: found "ko": this one needs no stemmer, '
        "and is read right whatever stands here; leave the key out",
    ),
    "unknown kind of source": (
        CONSOLE + WATCH + SOURCE + 'kind = "htlm"',
        'sources.news.kind: found "htlm": '
        'write one of auto, html, text, rss, atom, jsonfeed, json; did you mean "html"?',
    ),
    "selector that is no CSS": (
        CONSOLE + WATCH + SOURCE + SELECT + 'title = "h2 >"',
        'sources.news.select.title: found "h2 >": this is no CSS: expected selector, got the end',
    ),
    "selector of an unknown pseudo-class": (
        CONSOLE + WATCH + SOURCE + SELECT + 'title = "a:fresh"',
        'sources.news.select.title: found "a:fresh": this is no CSS: the pseudo-class :fresh is unknown',
    ),
    "selector of a pseudo-element": (
        CONSOLE + WATCH + SOURCE + SELECT + 'link = "a::attr(href)"',
        'sources.news.select.link: found "a::attr(href)": '
        "a pseudo-element cannot be selected: for an attribute write @ and its name",
    ),
    "selector relative to the record": (
        CONSOLE + WATCH + SOURCE + SELECT + 'link = ":scope > a"',
        'sources.news.select.link: found ":scope > a": '
        "selectors see the whole page: write the selector of the item for :scope",
    ),
    "blank selector": (
        CONSOLE + WATCH + SOURCE + SELECT + 'date = " "',
        'sources.news.select.date: found " ": write a CSS selector, such as article.card or h2 > a',
    ),
    "record that is an attribute": (
        CONSOLE + WATCH + SOURCE + '[sources.select]\nitem = "a@href"',
        'sources.news.select.item: found "a@href": a record is an element: leave the @ and the attribute out',
    ),
    "selectors without one for the record": (
        CONSOLE + WATCH + SOURCE + '[sources.select]\ntitle = "h2"',
        'sources.news.select.item: is missing; write item = "article.card"',
    ),
    "selector of an unknown field": (
        CONSOLE + WATCH + SOURCE + SELECT + 'titel = "h2"',
        'sources.news.select.titel: there is no such key; did you mean "title"?',
    ),
    "selectors for a feed": (
        CONSOLE + WATCH + SOURCE + 'kind = "rss"\n' + SELECT,
        "sources.news.select: selectors are for HTML, and kind says rss",
    ),
    "selector that is no table": (
        CONSOLE + WATCH + SOURCE + 'select = "article"',
        'sources.news.select: found "article": '
        "write it as a table: [sources.select], with one pair of brackets, and its keys below",
    ),
    "duration": (
        CONSOLE + WATCH + SOURCE + 'interval = "5 minuts"',
        'sources.news.interval: found "5 minuts": write a duration such as 500ms, 30s, 5m, 2h or 7d',
    ),
    "duration without a unit": (
        CONSOLE + WATCH + SOURCE + "jitter = 5",
        "sources.news.jitter: found 5: write a duration such as 500ms, 30s, 5m, 2h or 7d",
    ),
    "interval of nothing": (
        CONSOLE + WATCH + SOURCE + 'interval = "0s"',
        'sources.news.interval: found "0s": write a duration longer than zero, such as 30s',
    ),
    "endless duration": (
        WHOLE + '[store]\nkeep = "99999d"',
        'store.keep: found "99999d": write a duration below a hundred years',
    ),
    "size": (
        WHOLE + '[http]\nmax_bytes = "10 megs"',
        'http.max_bytes: found "10 megs": write a size such as 500KB, 10MB or 1GB',
    ),
    "size of nothing": (
        WHOLE + '[http]\nmax_bytes = "0MB"',
        'http.max_bytes: found "0MB": write more than 0',
    ),
    "number too large": (
        WHOLE + "[http]\nmax_redirects = 51",
        "http.max_redirects: found 51: write at most 50",
    ),
    "number too small": (
        WHOLE + "[delivery]\nconcurrency = 0",
        "delivery.concurrency: found 0: write more than 0",
    ),
    "negative number": (
        WHOLE + "[http]\nmax_redirects = -1",
        "http.max_redirects: found -1: write at least 0",
    ),
    "text for a number": (
        WHOLE + '[http]\nmax_redirects = "5"',
        'http.max_redirects: found "5": write a whole number, without quotes',
    ),
    "text for a truth": (
        WHOLE + '[web]\nenabled = "yes"',
        'web.enabled: found "yes": write true or false',
    ),
    "number for a text": (
        CONSOLE + WATCH + SOURCE + "name = 3",
        'sources.news.name: found 3: write text in quotes, such as "text"',
    ),
    "text for a list": (
        SOURCE + CONSOLE + WATCH.replace('["console"]', '"console"'),
        'watches.0.to: found "console": write a list in brackets, such as ["a", "b"]',
    ),
    "number in a list of texts": (
        WHOLE + "[operator]\nto = [3]",
        'operator.to.0: found 3: write text in quotes, such as "text"',
    ),
    "empty list": (
        SOURCE + CONSOLE + WATCH.replace('["console"]', "[]"),
        "watches.0.to: entries: write at least 1",
    ),
    "one bracket for a list of blocks": (
        CONSOLE + WATCH + SOURCE.replace("[[sources]]", "[sources]"),
        "sources: there may be several: write [[sources]], with two pairs of brackets",
    ),
    "two brackets for a table": (
        WHOLE + "[[web]]\nenabled = true",
        "web: write it as a table: [web], with one pair of brackets, and its keys below",
    ),
    "address": (
        CONSOLE + WATCH + SOURCE.replace("https://n.example/", "n.example"),
        'sources.news.url: found "n.example": write an address such as https://example.org/news',
    ),
    "other protocol": (
        CONSOLE + WATCH + SOURCE.replace("https:", "ftp:"),
        'sources.news.url: found "ftp://n.example/": write an address such as https://example.org/news',
    ),
    "impossible port in an address": (
        CONSOLE + WATCH + SOURCE.replace("n.example", "n.example:99999"),
        'sources.news.url: found "https://n.example:99999/": '
        "write an address such as https://example.org/news",
    ),
    "name": (
        CONSOLE + WATCH + SOURCE.replace('"news"', '"the news"'),
        'sources.the news.id: found "the news": write up to 64 of the characters a-z A-Z 0-9 - _',
    ),
    "taken id": (
        CONSOLE + WATCH + SOURCE + SOURCE,
        'sources.1.id: "news" is taken by sources.0; write another',
    ),
    "taken name": (
        SOURCE + WATCH + CONSOLE + CONSOLE,
        'destinations.1.name: "console" is taken by destinations.0; write another',
    ),
    "unknown destination": (
        SOURCE + CONSOLE + WATCH.replace('["console"]', '["konsole"]'),
        'watches.0.to: there is no destination "konsole"; did you mean "console"?',
    ),
    "unknown destination that is like none": (
        SOURCE + CONSOLE + WATCH.replace('["console"]', '["pager"]') + 'name = "Trade"',
        'watches.Trade.to: there is no destination "pager"; known: console',
    ),
    "instead of nobody": (
        SOURCE + WATCH + CONSOLE + 'instead_of = "konsole"',
        'destinations.console.instead_of: there is no destination "konsole"; did you mean "console"?',
    ),
    "instead of itself": (
        SOURCE + WATCH + CONSOLE + 'instead_of = "console"',
        "destinations.console.instead_of: a destination cannot stand in for itself; name the other one",
    ),
    "unknown source": (
        WHOLE + 'sources = ["newz"]',
        'watches.0.sources: there is no source "newz"; did you mean "news"?',
    ),
    "unknown operator": (
        WHOLE + '[operator]\nto = ["me"]',
        'operator.to: there is no destination "me"; known: console',
    ),
    "timezone": (
        WHOLE + '[digest]\ntimezone = "Asia/Seul"',
        'digest.timezone: found "Asia/Seul": no such timezone; did you mean "Asia/Seoul"?',
    ),
    "bare city": (
        WHOLE + '[digest]\ntimezone = "new york"',
        'digest.timezone: found "new york": no such timezone; did you mean "America/New_York"?',
    ),
    "timezone like none": (
        WHOLE + '[digest]\ntimezone = "qqqqqq"',
        'digest.timezone: found "qqqqqq": no such timezone; write a name such as Asia/Seoul',
    ),
    "folder of the zone database": (
        WHOLE + '[digest]\ntimezone = "../etc/passwd"',
        'digest.timezone: found "../etc/passwd": no such timezone; write a name such as Asia/Seoul',
    ),
    "time of day": (
        WHOLE + '[digest]\ntime = "25:00"',
        'digest.time: found "25:00": write a time of day in quotes, such as "08:00"',
    ),
    "days": (
        WHOLE + '[digest]\ndays = "monkey"',
        'digest.days: found "monkey": write daily, weekdays, weekends, weekly, or days such as mon,thu',
    ),
    "digest of a destination": (
        SOURCE + WATCH + CONSOLE + 'digest = "workdays 08:00"',
        'destinations.console.digest: found "workdays 08:00": '
        "write daily, weekdays, weekends, weekly, or days such as mon,thu",
    ),
    "empty digest of a destination": (
        SOURCE + WATCH + CONSOLE + 'digest = ""',
        'destinations.console.digest: found "": write when, such as "08:00" or "weekdays 08:00"',
    ),
    "Slack app without a way in": (
        WHOLE + '[bot.slack]\ntoken = "env:TOKEN"',
        "bot.slack: give an app_token (events over a socket) or a signing_secret (over HTTP)",
    ),
    "Slack app without a web server": (
        WHOLE + '[bot.slack]\ntoken = "env:TOKEN"\nsigning_secret = "env:TOKEN"\n' + "[web]\nenabled = false",
        "web.enabled: Slack posts events to it; leave it out, or give bot.slack.app_token",
    ),
    "public address": (
        WHOLE + '[web]\npublic_url = "watcher.example"',
        'web.public_url: found "watcher.example": write an address such as https://watcher.example.org',
    ),
    "listen": (
        WHOLE + '[web]\nlisten = "8080"',
        'web.listen: found "8080": write host:port, such as 127.0.0.1:8080',
    ),
    "level": (
        WHOLE + '[log]\nlevel = "inf"',
        'log.level: found "inf": write one of debug, info, warning, error; did you mean "info"?',
    ),
    "empty path": (
        WHOLE + '[store]\npath = ""',
        'store.path: found "": write a path in quotes',
    ),
    "folder that is a file": (
        WHOLE + '[templates]\nfolder = "/dev/null"',
        'templates.folder: found "/dev/null": there is no folder /dev/null',
    ),
    "contact that is no header": (
        WHOLE + '[http]\ncontact = "münchen"',
        'http.contact: found "münchen": write a page or mail address in plain ASCII characters',
    ),
    "name of a header": (
        CONSOLE + WATCH + SOURCE + 'headers = { "a b" = "x" }',
        "sources.news.headers: 'a b' is not a header's name",
    ),
    "header of two lines": (
        CONSOLE + WATCH + SOURCE + 'headers = { A = "x\\ny" }',
        "sources.news.headers: a header's value is one line of printable characters",
    ),
    "header that is no text": (
        CONSOLE + WATCH + SOURCE + "headers = { A = 3 }",
        "sources.news.headers.A: secrets stay out of this file: write env:NAME or file:PATH",
    ),
    "no table of headers": (
        CONSOLE + WATCH + SOURCE + 'headers = "x"',
        'sources.news.headers: write a table in braces, such as { name = "value" }',
    ),
    "one of several types": (
        WHOLE + TELEGRAM + 'token = "env:TOKEN"\nchat = "general"',
        'destinations.chat.chat: found "general": '
        'write a whole number, or the @name of a public chat, such as "@our_news"',
    ),
    "check of a whole block": (
        WHOLE + SLACK,
        "destinations.slack: give either a token or a webhook",
    ),
    "nothing to watch": (
        CONSOLE + WATCH,
        "sources: nothing is watched; write a [[sources]] block",
    ),
    "nobody to tell": (
        SOURCE + CONSOLE,
        "watches: nobody would hear of anything; write a [[watches]] block, or let people talk to a bot",
    ),
}
ENVIRON = {"TOKEN": "123456:AAbbCC"}


@pytest.mark.parametrize(("text", "line"), BAD.values(), ids=BAD)
def test_a_mistake_is_told_in_one_line(tmp_path: Path, text: str, line: str) -> None:
    assert mistakes(tmp_path, text, ENVIRON) == [line]


SECTIONS = {f"{section.path} {section.kind}".strip(): section for section in sections()}
JUNK = ("0", "-1", "3.5", "true", "[1]", "[[]]", "{ a = 1 }", "08:00:00", "2026-11-22", '"\\n"', '""')


@pytest.mark.parametrize("name", SECTIONS)
def test_no_value_of_any_option_makes_the_program_talk_like_its_library(tmp_path: Path, name: str) -> None:
    section = SECTIONS[name]
    for key in section.fields:
        for junk in JUNK:
            kind = f"kind = {json.dumps(section.kind)}\n" if section.kind else ""
            path = written(tmp_path, f"{section.header}\n{kind}{key} = {junk}\n")
            with pytest.raises(ConfigError) as caught:
                load(path, {})
            assert not re.search(r"Input should|validation error|Value error|pydantic", str(caught.value))


def test_a_wrong_query_is_shown_with_a_caret_under_what_is_wrong(tmp_path: Path) -> None:
    text = SOURCE + CONSOLE + WATCH.replace("sanctions", "sanctions OR (")
    (line,) = mistakes(tmp_path, text)
    told, query, caret = line.split("\n")
    assert told.startswith("watches.0.query: ")
    assert query == "      sanctions OR ("
    assert caret.strip() == "^"
    assert len(caret) <= len(query) + 1


def test_all_mistakes_are_told_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """
        [web]
        listen = "x"
        [[watches]]
        to = ["nobody"]
        query = "OR"
        [[sources]]
        interval = "x"
        id = "news"
        [log]
        level = "x"
    """
    paths = [line.split(":")[0] for line in mistakes(tmp_path, text)]
    assert paths == [
        "web.listen",
        "watches.0.to",
        "watches.0.query",
        "sources.news.interval",
        "sources.news.url",
        "log.level",
    ]


def test_one_value_with_two_mistakes_in_a_list_tells_both(tmp_path: Path) -> None:
    text = SOURCE + CONSOLE + WATCH.replace('["console"]', '["a", "b"]')
    assert [line.split('"')[1] for line in mistakes(tmp_path, text)] == ["a", "b"]
