"""One long conversation, word for word as somebody has it."""

from __future__ import annotations

from tests.bot.conftest import Talk
from tests.bot.slack.conftest import Clock
from tests.bot.slack.person import Person

SCRIPT = r"""
> help
< /watch remove Stop a watch
> list
< You watch nothing yet. Begin with `/watch sanctions`
> sanctions
< 👁 Watching *sanctions* (#1). 2 matches in the last 7 days
> add "world cup" -final
< 👁 Watching *"world cup" -final* (#2). Nothing of the last 7 days matches
> "list"
< 👁 Watching *"list"* (#3)
> status quo
< 👁 Watching *status quo* (#4)
> pause button
< 👁 Watching *pause button* (#5)
> list of demands
< 👁 Watching *list of demands* (#6)
> SANCTIONS
< You already watch this (#1).
> list
< #3 *"list"* · now · 0/wk
> list 1
< 6 watches
> list #2
< #2 *"world cup" -final* · now · 0/wk
> list #9
< No watch
> add "world cup
< That quote is not closed
> -russia
< I need at least one word to look for
> from:x
< is not a field. I know title: summary: author: label: source:
> <!channel> & <@U2>
< *&lt;!channel&gt; &amp; &lt;@U2&gt;* (#7)
> remove 7
< Stopped #7 *&lt;!channel&gt; &amp; &lt;@U2&gt;*.
> remove #6
< Stopped #6 *list of demands*.
> remove pause button
< Stopped #5 *pause button*.
> remove 99
< No watch
> remove nonsense
< No watch
> remove
< Which one?
> recent
< Of which watch? Type `/watch recent 3`, or the words.
> recent 1
< New sanctions
> recent #2
< Nothing of the last 90 days matches *#2*
> recent embargo
< embargo
> recent sanctions 1
< sanctions
> why
< why
> why https://news.example/sanctions
< I have not read that article.
> whynot https://news.example/nothing
< I have not read that article.
> mute
< Mute everything for how long?
> mute 1h
< 🔕 Muted until
> settings timezone Asia/Seoul
< Timezone: Asia/Seoul
> mute off
< Not muted any more
> mute 3 2h
< 🔕 Muted #3 *"list"* until
> list
< #3 *"list"* · muted until
> mute 3 off
< #3 not muted any more
> mute until 25:00
< "25:00" is not a time
> mute soon
< I do not understand "soon". Type `/watch mute 1h`
> pause
< ⏸ Paused. Nothing is lost: what comes meanwhile comes in one message after /watch resume
> resume
< ▶ On again
> resume
< You are not paused. What waits, and why: /watch settings
> digest
< You have no digest: alerts come at once. When should it come? Type `/watch digest 08:00 Asia/Seoul`
> digest 08:00 weekdays
< 🗞 Your digest comes on weekdays at 08:00 (Asia/Seoul)
> digest now
< Nothing waits for your digest.
> digest 25:00
< "25:00" is not a time. Use HH:MM, e.g. `/watch digest 08:00 Asia/Seoul`
> digest 08:00 Seul
< I do not know the timezone "Seul". Did you mean Asia/Seoul?
> digest off
< No digest any more: alerts come at once.
> settings quiet 22:00-07:00
< Quiet hours: 22:00–07:00
> settings quiet 25:00-07:00
< "25:00" is not a time
> settings quiet off
< Quiet hours: none
> settings language xx
< I do not speak "xx". Type `/watch settings language en`
> settings language ko
< 한국어
> settings language en
< Language: English
> status
< I read no sources yet.
> when 1
< #1
> when 1 digest
< digest
> when 1 now
< #1
> help add
< `/watch sanctions`
> help list
< `/watch list`
> help nonsense
< /watch
> list
< #1 *sanctions* · now
> remove all
< Stop all 4 watches? To do it, type `/watch remove all yes`
> remove all yes
< Stopped 4 watches. You will hear of nothing more.
> list
< You watch nothing yet. Begin with `/watch sanctions`
"""


async def test_a_conversation_of_sixty_turns_and_more(person: Person, talk: Talk, clock: Clock) -> None:
    await talk.publish("New sanctions on <shipping>")
    await talk.publish("Old sanctions")
    lines = [line for line in SCRIPT.splitlines() if line]
    turns = list(zip(lines[::2], lines[1::2], strict=True))
    assert len(turns) >= 60
    wrong = []
    for typed, expected in turns:
        clock.go_on(3)  # nobody types faster for long
        answer = await person.type(typed.removeprefix("> "))
        if expected.removeprefix("< ") not in answer.text:
            wrong.append((typed, expected, answer.text))
        assert "/unwatch" not in answer.text
    assert wrong == []
