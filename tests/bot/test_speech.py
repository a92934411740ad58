"""Every text of the bot is in every catalogue, with the same values in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment, nodes

from tests.bot.conftest import CHAT, Talk
from watcher.bot.command import Command
from watcher.service.inboxes import menus
from watcher.wording.catalogue import Catalogue, entries
from watcher.wording.speech import LANGUAGES, speech_for
from watcher.wording.text import ENGLISH

ROOT = Path(__file__).parents[2] / "watcher"
WORDING = ROOT / "wording"
TEMPLATES = ROOT.parent / "templates"
MAKERS = {"say": 1, "text": 1, "key": 1, "msg": 1, "many": 2}
"""What takes templates → how many."""
TAGS = sorted(LANGUAGES.keys() - {"en"})


def said() -> set[str | tuple[str, ...]]:
    """Return all templates in the code."""
    sources = (path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    trees = (ast.parse(source) for source in sources if "watcher.wording" in source or "bot.answer" in source)
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {template for call in calls for template in templates(call)} - {""} | in_templates()


def in_templates() -> set[str | tuple[str, ...]]:
    """Return the texts and the nouns with a plural of the files that readers' messages are made of."""
    files = [path for path in TEMPLATES.rglob("*.*") if path.name != "status.html"]
    trees = [Environment(autoescape=False).parse(path.read_text("utf-8")) for path in files]
    calls = [
        call for tree in trees for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)
    ]
    nouns = {"new article", "changed headline"}  # what `tally` says
    texts: set[str | tuple[str, ...]] = set()
    for call in calls:
        assert isinstance(call.node, nodes.Name)
        match call.node.name, [arg.value for arg in call.args if isinstance(arg, nodes.Const)]:
            case "_", [template]:
                texts.add(template)
            case "plural", [noun]:
                nouns.add(noun)
    return texts | {("{count} " + noun, "{count} " + noun + "s") for noun in nouns}


def templates(call: ast.Call) -> Iterator[str | tuple[str, ...]]:
    """Yield what a call makes a text of, where it stands there plainly."""
    count = MAKERS.get(call.func.id, 0) if isinstance(call.func, ast.Name) else 0
    values = [arg.value for arg in call.args[:count] if isinstance(arg, ast.Constant)]
    plain = [value for value in values if isinstance(value, str)]
    if count and len(plain) == count:
        yield plain[0] if count == 1 else tuple(plain)


def translated(tag: str) -> dict[str | tuple[str, ...], str]:
    """Return a catalogue's texts, by what they translate."""
    text = (WORDING / "locale" / f"{tag}.po").read_text("utf-8")
    found: dict[str | tuple[str, ...], str] = {}
    for entry in entries(text):
        message = entry["msgid"]
        plural = entry.get("msgid_plural")
        found[(message, plural) if plural else message] = entry.get("msgstr") or entry.get("msgstr[0]", "")
    del found[""]
    return found


def names(template: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(template)} - {None}


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_has_every_text_and_no_other(tag: str) -> None:
    known = translated(tag).keys()
    assert known - said() == set(), "remove these"
    assert said() - known == set(), "translate these"


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_says_something_and_has_the_same_values(tag: str) -> None:
    for message, text in translated(tag).items():
        one = message if isinstance(message, str) else message[-1]
        assert text, one
        assert names(text) == names(one), one
        assert text.count("`") == one.count("`"), one


def test_a_catalogue_is_read_with_its_plurals_and_what_it_has_not_stays() -> None:
    catalogue = Catalogue(
        """
msgid ""
msgstr ""
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"

# a remark
msgid "a \\"b\\"\\n"
"c"
msgstr "x"
"y"

msgid "{count} watch"
msgid_plural "{count} watches"
msgstr[0] "one"
msgstr[1] "few"
msgstr[2] "many"
"""
    )
    assert catalogue.gettext('a "b"\nc') == "xy"
    assert [catalogue.ngettext("{count} watch", "{count} watches", n) for n in (1, 3, 5)] == [
        "one",
        "few",
        "many",
    ]
    assert (catalogue.gettext("else"), catalogue.ngettext("else", "elses", 2)) == ("else", "elses")
    with pytest.raises(ValueError, match="no line of a catalogue"):
        Catalogue("msgid nothing")


def test_the_language_is_the_chosen_one_else_that_of_the_client_else_english() -> None:
    assert speech_for("ko", "en").gettext("Undo") == "되돌리기"
    assert speech_for("", "ko-KR").gettext("Undo") == "되돌리기"
    assert speech_for("en", "ko") is ENGLISH
    assert speech_for("", "fr") is speech_for("", "") is ENGLISH


async def test_a_chat_is_answered_in_its_language(talk: Talk) -> None:
    reply = await talk.dialogue.handle(Command(chat=CHAT, text="/watch sanctions", language="ko"))
    assert reply is not None
    assert reply.text.startswith("👁 sanctions 을(를) 지켜봅니다 (#1).")
    assert [button.label for button in reply.buttons] == ["최근 글", "모아 보기로", "되돌리기"]
    assert "언어: 한국어" in await talk.say("/settings language ko")
    assert "알림어" not in await talk.say("/settings language en")


def test_menus_are_there_in_every_language() -> None:
    every = menus()
    assert set(every) == {"", *TAGS}
    assert dict(every["ko"])["watch"] == "단어 지켜보기"
    assert [name for name, _ in every["ko"]] == [name for name, _ in every[""]]


async def test_a_mistake_in_a_query_is_told_in_the_language_of_the_chat(talk: Talk) -> None:
    async def said(text: str) -> str:
        reply = await talk.dialogue.handle(Command(chat=CHAT, text=text, language="ko"))
        assert reply is not None
        return reply.text

    assert await said("/watch from:x kim") == (
        '"from:" 이라는 필드는 없습니다. 있는 필드: title: summary: author: label: source:.\n'
        '그 말 자체를 찾으려면 따옴표로 묶으세요: /watch "from:x"'
    )
    assert await said("/recent kim OR") == (
        "끝에 단어가 빠졌습니다.\nkim OR\n      ^\n예: /recent missile OR rocket"
    )
    assert "OR 로 쓰세요" in await said("/watch missile or rocket")
