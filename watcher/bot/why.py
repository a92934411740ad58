"""`/why` and `/whynot`: which words brought an article, or which part of which watch kept it away."""

from __future__ import annotations

from datetime import datetime

from watcher.bot.answer import Answer, say
from watcher.bot.command import Command
from watcher.bot.looking import address_of, found, told
from watcher.bot.naming import PAGE
from watcher.bot.times import local_time
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import ago, headline, listed
from watcher.models import Delivery, State, Watch
from watcher.rules import Explanation, explain
from watcher.store.port import Stored
from watcher.view import safe_url
from watcher.wording.stored import restored
from watcher.wording.text import Text, Value, bold, link, msg, text


async def why(desk: Desk, command: Command) -> Answer:
    """Say which term of which watch is where in an article."""
    return await _explained(desk, command, "/why", matched_only=True)


async def whynot(desk: Desk, command: Command) -> Answer:
    """Say why an article did not come: never read, no match and in which part, waiting, or somewhere else."""
    return await _explained(desk, command, "/whynot", matched_only=False)


async def _explained(desk: Desk, command: Command, verb: str, *, matched_only: bool) -> Answer:
    address = address_of(command)
    if not address:
        return say(
            "Which article? Type `{verb}` and its address, or answer an alert with it.",
            verb=f"{verb} https://…",
        )
    stored = await found(desk, address)
    if not stored:
        names = listed(sorted(desk.sources.values())[:10])
        if not desk.sources:
            return say("I have not read that article.")
        return say(
            "I have not read that article: it was on none of the pages that I read ({names}) when I looked. "
            "How they are: /status",
            names=names,
        )
    mine = desk.book.of(command.chat)
    if not mine:
        return say("You watch nothing yet. Begin with `/watch sanctions`")
    article = stored[0]
    answers = [(watch, _explain(desk, watch, stored)) for watch in mine]
    met = [one for one in answers if one[1] and one[1].matched]
    return say(
        "{title} · {source}, first seen {ago}.{lines}{fate}",
        title=link(headline(article.article.title), safe_url(article.article.url)),
        source=desk.sources.get(article.source, article.source),
        ago=ago(article.first_seen, desk.clock()),
        lines=_lines(met or ([] if matched_only else answers)),
        fate=await _fate(desk, command, article, [watch for watch, _ in met]),
    )


def _explain(desk: Desk, watch: Watch, stored: tuple[Stored, ...]) -> Explanation | None:
    """Explain a watch by the source that it listens to; None where it listens to none of them."""
    query = desk.book.query(watch.id)
    heard = [one for one in stored if not watch.sources or one.source in watch.sources]
    if query is None or not heard:
        return None
    source = heard[0].source
    words, language = desk.book.source_words(source), desk.book.language(source)
    return explain(query, heard[0].article, words, language)


def _lines(answers: list[tuple[Watch, Explanation | None]]) -> tuple[Text, ...]:
    shown = tuple(_line(watch, answer) for watch, answer in answers[:PAGE])
    if not shown:
        return (text("\nNone of your watches matches it. Why not: /whynot"),)
    if len(answers) > PAGE:
        return (*shown, text("\n… and {count} more", count=len(answers) - PAGE))
    return shown


def _line(watch: Watch, answer: Explanation | None) -> Text:
    number, query = f"#{watch.id}", bold(watch.query)
    if answer is None:
        return text("\n{number} {query}: does not listen to that source.", number=number, query=query)
    if answer.matched:
        return text("\n✅ {number} {query}: {reason}", number=number, query=query, reason=answer.told)
    return text("\n❌ {number} {query}: {reason}", number=number, query=query, reason=answer.told)


async def _fate(desk: Desk, command: Command, article: Stored, met: list[Watch]) -> Value:
    """Say what became of the alert on an article that was met."""
    if not met:
        return ""
    now = desk.local(command.chat)
    places = dict.fromkeys(place for watch in met for place in watch.destinations)
    for place in places:
        if delivery := await told(desk, article.article.id, place):
            return _became(delivery, now, elsewhere=place != command.destination)
    youngest = min((watch.created_at for watch in met if watch.created_at), default=None)
    if youngest and youngest > article.first_seen:
        return text("\nIt was read before you watched for it.")
    return text(
        "\nIt was on the page when I first read it, when it changed later, or you were told in another way: "
        "no alert was made."
    )


def _became(delivery: Delivery, now: datetime, *, elsewhere: bool) -> Text:
    match delivery.state:
        case State.SENT if elsewhere:
            return text("\nIt was sent elsewhere: to {place}.", place=delivery.destination)
        case State.SENT if delivery.settled_at:
            return text("\nSent at {time}.", time=local_time(delivery.settled_at, now))
        case State.DIGESTED if delivery.settled_at:
            return text("\nPart of a message of {time}.", time=local_time(delivery.settled_at, now))
        case State.HELD:
            return text(
                "\nIt waits: {reason}.",
                reason=restored(delivery.reason) if delivery.reason else text("for your digest"),
            )
        case State.DEAD | State.DROPPED:
            return text("\nIt could not be sent: {error}", error=delivery.error)
    return text("\nIt is on its way.")


WHY = Verb(
    name="why",
    menu=msg("Why an article came"),
    help=msg("`/why https://…`, or `/why` in answer to an alert: which words of which watch brought it."),
    run=why,
)
WHYNOT = Verb(
    name="whynot",
    menu=msg("Why an article did not come"),
    help=msg(
        "`/whynot https://…` says which part of which watch said no, whether it waits, or was never read."
    ),
    run=whynot,
)
