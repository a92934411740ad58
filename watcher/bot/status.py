"""`/status`: whether the bot sees what it should."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from watcher.bot.answer import Answer, say
from watcher.bot.command import Command
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import ago, headline
from watcher.models import SourceState
from watcher.wording.text import Text, Value, bold, msg, phrase, text

REASONS = (
    msg("I was removed"),
    msg("I was blocked"),
    msg("I was banned"),
    msg("I may not write there"),
    msg("I may not post there"),
)
"""Why a chat does not let us in, as transports say it; any other reason stands as it is."""
_SHOWN = 10
"""Sources that are listed at most; those that are down come first."""


async def run(desk: Desk, command: Command) -> Answer:
    """Tell of the sources: the last check, the last success, how much was read, which are down.

    And of the chats that whoever asks set up and that do not let us in any more.
    """
    states = {state.id: state for state in await desk.store.sources()}
    polled = [states.get(source, SourceState(id=source)) for source in desk.sources]
    if not polled:
        return say("I read no sources yet.{lost}", lost=_lost(desk, command.chat))
    now = desk.clock()
    down = [state for state in polled if state.failures]
    shown = sorted(polled, key=lambda state: (not state.failures, desk.sources[state.id]))
    return say(
        "{health}\nLast check {check}, last success {success}, {read} articles on the last pages.\n"
        "{lines}{rest}{lost}",
        health=text("⚠ {down} of {all} sources are down.", down=len(down), all=len(polled))
        if down
        else text("✅ All {all} sources are read.", all=len(polled)),
        check=_last(polled, lambda state: state.last_poll, now),
        success=_last(polled, lambda state: state.last_success, now),
        read=sum(state.articles_read for state in polled),
        lines=tuple(_line(state, desk.sources[state.id], now) for state in shown[:_SHOWN]),
        rest=text("\n… and {count} more", count=len(shown) - _SHOWN) if len(shown) > _SHOWN else "",
        lost=_lost(desk, command.chat),
    )


def _lost(desk: Desk, host: str) -> tuple[Text, ...]:
    """Return a line for each chat of a host that does not let us in."""
    lost = [chat for chat in desk.book.chats() if chat.host == host and not chat.active]
    return tuple(
        text(
            "\n⚠ I cannot write to {chat}: {reason}.",
            chat=bold(headline(chat.title or chat.id)),
            reason=phrase(chat.left),
        )
        for chat in lost[:_SHOWN]
    )


def _last(
    states: Iterable[SourceState], when: Callable[[SourceState], datetime | None], now: datetime
) -> Value:
    latest = max((at for state in states if (at := when(state))), default=None)
    return ago(latest, now) if latest else text("never")


def _line(state: SourceState, name: str, now: datetime) -> Text:
    success = ago(state.last_success, now) if state.last_success else text("never")
    if state.failures:
        return text(
            "\n⚠ {name}: {error}; last success {ago}",
            name=bold(name),
            error=headline(state.error),
            ago=success,
        )
    return text("\n{name}: {ago}, {read} articles", name=bold(name), ago=success, read=state.articles_read)


STATUS = Verb(
    name="status",
    menu=msg("Whether I see what I should"),
    help=msg("`/status` tells when I last read each source, and which are down."),
    run=run,
)
