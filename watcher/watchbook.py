"""The watches: kept in the store, and in step with them the matcher that meets every new article."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from operator import attrgetter
from time import monotonic
from types import MappingProxyType

from watcher.errors import QueryError
from watcher.extract.collector import held_back
from watcher.listening import Listening
from watcher.models import Article, Chat, Preferences, Watch, When
from watcher.rules import DEFAULT_LANGUAGE, Limits, Matcher, Matchers, Query, Synonyms, parse
from watcher.rules.ids import Ids, joined, left, listed
from watcher.rules.plan import Plan, plan
from watcher.rules.straight import straight_plan
from watcher.store.moving import is_of, renamed
from watcher.store.port import Question, Store, WatchNews
from watcher.wording.text import code, text

log = logging.getLogger(__name__)

CONFIG = "config"
"""The owner of the watches that stand in the configuration."""
CLI = "cli"
"""The owner of the watches that `watcher watches` adds."""
_REMEMBERED = 1 << 12
"""Queries kept parsed: many ask the same, and few are asked for again."""
_NO_PREFERENCES = Preferences()
_SOONER = (When.DIGEST, When.NOW, When.URGENT)
_LIMITS = Limits()
_FEW = 50
"""Watches of one owner that are all compared with a new one."""
_MOST_EVALUATED = 100
"""Watches of one owner, besides those of the configuration, whose queries no index answers."""
_STEP = 500
"""Watches read and filed at a time."""
_TELL_EVERY = 5.0
"""Seconds between two lines of the log."""


class WatchBook:
    """Every change goes to the store first, then live. The watches of a chat that left are kept, but rest.

    `names` are the sources' names by id, for `source:` terms; `languages` are those of their articles.
    `synonyms` widen all watches.
    """

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        names: Mapping[str, str] = MappingProxyType({}),
        languages: Mapping[str, str] = MappingProxyType({}),
        synonyms: Synonyms | None = None,
    ) -> None:
        self._store = store
        self._names = names
        self._languages = languages
        self._synonyms = synonyms or Synonyms()
        self._spoken = frozenset(languages.values()) or {DEFAULT_LANGUAGE}
        self._usual = usual_language(languages)
        self._matchers = Matchers(matcher, self._usual)
        self._watches: dict[int, Watch] = {}
        self._owned: dict[str, Ids] = {}
        self._resting: set[int] = set()
        self._unreadable: set[int] = set()
        self._evaluated: Counter[str] = Counter()
        """How many live watches of an owner are met only after their query was evaluated."""
        self._listening = Listening()
        self._recently_read = lru_cache(maxsize=_REMEMBERED)(self.read)
        self._chats: dict[str, Chat] = {}
        self._heard = 0
        self._writing = asyncio.Lock()

    async def load(self) -> None:
        """Read all watches from the store, or again where another process may have changed them.

        Step by step, since a million take a while; a watch that stays is live all the time.
        One whose query cannot be read any more is logged and rests; it must not cost the others.
        """
        async with self._writing:
            # First of all, so that what changes while this reads is heard afterwards.
            self._heard = (await self._store.watch_news(None)).revision
            self._chats = {chat.id: chat for chat in await self._store.chats()}
            gone = set(self._watches)
            reached, told = 0, monotonic()
            # In steps, since the event loop has other work meanwhile.
            while stored := await self._store.watches_after(reached, _STEP):
                with held_back():
                    for watch in stored:
                        known = self._watches.get(watch.id)
                        if known is None:
                            self._enter(watch)
                        elif watch == known:
                            self._settle(watch)
                        else:
                            self._keep(watch)
                    if len(stored) == _STEP:
                        # They stay, and the collector of garbage would walk all of them again and again.
                        gc.freeze()
                gone.difference_update(map(attrgetter("id"), stored))
                reached = stored[-1].id
                if monotonic() - told >= _TELL_EVERY:
                    told = monotonic()
                    log.info("reading the watches: %d so far", len(self._watches))
            for watch_id in gone:
                self._forget(watch_id)

    async def follow(self) -> None:
        """Hear what other processes changed since the last time. Raises `StoreError`."""
        async with self._writing:
            while (news := await self._store.watch_news(self._heard)).revision != self._heard:
                if not news.complete:
                    break
                self._hear(news)
        if not news.complete:
            log.info("reading all watches again: what other processes changed is not known any more")
            await self.load()

    def _hear(self, news: WatchNews) -> None:
        """Go live with what changed, all at once: what is matched meanwhile must miss no watch."""
        for chat_id in news.removed_chats:
            self._chats.pop(chat_id, None)
        self._chats |= {chat.id: chat for chat in news.chats}
        for watch in news.changed:
            if watch != self._watches.get(watch.id):
                self._keep(watch)
        for watch_id in news.removed:
            self._forget(watch_id)
        for chat in news.chats:
            for watch in self.of(chat.id):
                self._settle(watch)
        self._heard = news.revision

    async def sync_config(self, wanted: Iterable[Watch]) -> None:
        """Make the watches of the owner `config` those given; unchanged ones keep their ids.

        Raises `QueryError`.
        """
        wanted = [replace(watch, id=0, owner=CONFIG) for watch in _merged(wanted)]
        async with self._writing:
            stored = {_content(watch): watch for watch in await self._store.watches(CONFIG)}
            for content in stored.keys() - {_content(watch) for watch in wanted}:
                await self._remove(stored[content].id, CONFIG)
            for watch in wanted:
                if _content(watch) not in stored:
                    await self._add(watch)

    async def add(self, watch: Watch) -> tuple[Watch, bool]:
        """Store a watch and go live with it; return it with its id, and whether it is new.

        It is not where its owner has one that means the same. Raises `QueryError`, also where its owner has
        as many as may be of those that cost time with each article.
        """
        query = self.read(watch.query, watch.language)
        async with self._writing:
            if earlier := self.same(watch.owner, query, watch.sources):
                return earlier, False
            self._refuse_costly(watch, query)
            return await self._add(watch)

    async def change(self, watch: Watch) -> bool:
        """Replace the watch of this id and owner; False, and no change, where that cannot be.

        There is none then, or another that means the same. Raises `QueryError`.
        """
        query = self.read(watch.query, watch.language)
        async with self._writing:
            same = self.same(watch.owner, query, watch.sources)
            if same is not None and same.id != watch.id:
                return False
            self._refuse_costly(watch, query)
            changed = await self._store.change_watch(watch)
            if changed:
                self._keep(watch)
            return changed

    def _refuse_costly(self, watch: Watch, query: Query) -> None:
        if self._evaluated[watch.owner] >= _MOST_EVALUATED and plan(query).rest is not None:
            said = text(
                "{most} watches with near phrases or many choices at once are the most.", most=_MOST_EVALUATED
            )
            hint = text("Ask for words: {query}", query=code("missile launch"))
            raise QueryError(said, query=watch.query, position=0, hint=hint)

    async def remove(self, watch_id: int, owner: str) -> Watch | None:
        """Remove a watch of this owner; return it, or None where there is none."""
        async with self._writing:
            return await self._remove(watch_id, owner)

    def read(self, text: str, language: str = "", limits: Limits | None = None) -> Query:
        """Parse a query as the watches here are: with the synonyms. Raises `QueryError`."""
        return parse(text, language=language, limits=limits or _LIMITS, synonyms=self._synonyms)

    def match(self, article: Article, source_id: str) -> tuple[Watch, ...]:
        """Return the watches that an article of a source meets, by id."""
        found = self._matchers.match(article, self.source_words(source_id), self.language(source_id))
        met = (self._watches[watch_id] for watch_id in sorted(found))
        return tuple(watch for watch in met if not watch.sources or source_id in watch.sources)

    def source_words(self, source_id: str) -> str:
        """Return what a `source:` term looks at: the source's id and name."""
        return source_words(self._names, source_id)

    def language(self, source_id: str) -> str:
        """Return what the articles of a source are written in."""
        return self._languages.get(source_id, self._usual)

    def question(self, query: Query, since: datetime, until: datetime) -> Question:
        """Ask of the stored articles what `match` would tell of each."""
        return Question(
            query=query,
            since=since,
            until=until,
            source_words=self.source_words,
            languages=self._languages,
            usual_language=self._usual,
        )

    def find(self, ids: Iterable[int]) -> Mapping[int, Watch]:
        """Return those of these watches that there are, by id."""
        return {watch_id: self._watches[watch_id] for watch_id in ids if watch_id in self._watches}

    def awake(self, ids: Iterable[int]) -> tuple[Watch, ...]:
        """Return those of these watches that listen: not gone, and not resting."""
        return tuple(
            self._watches[watch_id]
            for watch_id in ids
            if watch_id in self._watches and watch_id not in self._resting
        )

    def of(self, owner: str) -> tuple[Watch, ...]:
        """Return an owner's watches by id."""
        return tuple(self._watches[watch_id] for watch_id in listed(self._owned.get(owner)))

    def listeners(self, source_id: str) -> tuple[str, ...]:
        """Return the destinations of the live watches that listen to a source, each once."""
        return self._listening.to(source_id)

    def query(self, watch_id: int) -> Query | None:
        """Return the parsed query of a watch, None where it cannot be read."""
        watch = self._watches.get(watch_id)
        if watch is None or watch_id in self._unreadable:
            return None
        try:
            return self._recently_read(watch.query, watch.language)
        except QueryError as error:
            self._give_up(watch, error)
            return None

    def _give_up(self, watch: Watch, error: QueryError) -> None:
        self._unreadable.add(watch.id)
        log.error("watch #%d of %s rests, its query cannot be read: %s", watch.id, watch.owner, error)

    def same(self, owner: str, query: Query, sources: Iterable[str] = ()) -> Watch | None:
        """Return an owner's watch that asks the same of the same sources, however it was typed."""
        wanted = _question(query, sources)
        for watch_id in self._alike(owner, query, wanted[2]):
            watch, known = self._watches[watch_id], self.query(watch_id)
            if known and _question(known, watch.sources) == wanted:
                return watch
        return None

    def _alike(self, owner: str, query: Query, sources: Collection[str]) -> Iterable[int]:
        """Return an owner's watches that may ask the same, without reading all that it has."""
        owned, chat = listed(self._owned.get(owner)), self._chats.get(owner)
        if len(owned) <= _FEW or (chat is not None and not chat.active):
            return owned
        alike = self._matchers.alike(query, min(self._heard_in(sources)))
        if len(owned) < len(alike):
            return set(alike).intersection(owned)
        return (watch_id for watch_id in alike if self._watches[watch_id].owner == owner)

    def preferences(self, destination: str) -> Preferences:
        """Return what a destination chose; nothing, where it is not a chat that talked to us."""
        chat = self.chat(destination)
        return chat.preferences if chat else _NO_PREFERENCES

    def chat(self, destination: str) -> Chat | None:
        """Return the chat behind a destination: itself, or the group of a topic (`telegram:-5:7`)."""
        return self._chats.get(destination) or self._chats.get(destination.rpartition(":")[0])

    def chats(self) -> tuple[Chat, ...]:
        """Return all chats."""
        return tuple(self._chats.values())

    async def prefer(self, chat_id: str, change: Callable[[Preferences], Preferences]) -> Preferences:
        """Change what a chat chose, and return all of it; nothing changes for a chat that is not known."""
        async with self._writing:
            chat = await self._chat(chat_id)
            if chat is None:
                return _NO_PREFERENCES
            changed = change(chat.preferences)
            if changed != chat.preferences:
                await self._save(replace(chat, preferences=changed))
            return changed

    async def chat_seen(
        self, chat_id: str, title: str, now: datetime, host: str = "", language: str = ""
    ) -> None:
        """Remember that a chat talks to us, and who did first; its watches wake where they rested.

        An empty title or language is one that is not known now.
        """
        async with self._writing:
            chat = await self._chat(chat_id)
            chat_or_new = chat or Chat(id=chat_id, created_at=now)
            known = title or chat_or_new.title
            seen = replace(
                chat_or_new,
                title=known,
                active=True,
                left="",
                host=chat_or_new.host or host,
                language=language or chat_or_new.language,
            )
            if seen != chat:
                await self._save(seen)
            for watch in self.of(chat_id):
                self._wake(watch.id)

    async def chat_left(self, chat_id: str, reason: str = "") -> None:
        """Remember that a chat wants nothing of us any more; its watches rest."""
        async with self._writing:
            for watch in self.of(chat_id):
                self._rest(watch.id)
            if chat := await self._chat(chat_id):
                await self._save(replace(chat, active=False, left=reason))

    async def chat_moved(self, old: str, new: str) -> None:
        """Follow a chat to its new id, with all that is its own and its topics'."""
        async with self._writing:
            await self._store.move_chat(old, new)
            moved = {
                watch.owner
                for watch in self._watches.values()
                if any(is_of(name, old) for name in (watch.owner, *watch.destinations))
            }
            owners = {old, new} | moved | {renamed(owner, old, new) for owner in moved}
            chats = {chat.id: chat for chat in await self._store.chats()}
            stored = [watch for owner in sorted(owners) for watch in await self._store.watches(owner)]
            # All at once from here on: what is matched meanwhile must miss no watch.
            self._chats = chats
            for watch_id in [watch.id for owner in owners for watch in self.of(owner)]:
                self._forget(watch_id)
            for watch in sorted(stored, key=attrgetter("id")):
                self._keep(watch)

    # --- the store, then live

    async def _add(self, watch: Watch) -> tuple[Watch, bool]:
        stored, is_new = await self._store.add_watch(watch)
        self._keep(stored)
        self._wake(stored.id)
        return stored, is_new

    async def _remove(self, watch_id: int, owner: str) -> Watch | None:
        removed = await self._store.remove_watch(watch_id, owner)
        if removed:
            self._forget(watch_id)
        return removed

    async def _chat(self, chat_id: str) -> Chat | None:
        if chat_id not in self._chats:
            self._chats |= {chat.id: chat for chat in await self._store.chats()}
        return self._chats.get(chat_id)

    async def _save(self, chat: Chat) -> None:
        await self._store.save_chat(chat)
        self._chats[chat.id] = chat

    def _keep(self, watch: Watch) -> None:
        self._forget(watch.id)
        self._enter(watch)

    def _enter(self, watch: Watch) -> None:
        self._watches[watch.id] = watch
        self._owned[watch.owner] = joined(self._owned.get(watch.owner), watch.id)
        if not (self._may_listen(watch) and self._listen(watch)):
            self._resting.add(watch.id)

    def _settle(self, watch: Watch) -> None:
        """Let a watch listen, or rest where its chat left."""
        if self._may_listen(watch):
            self._wake(watch.id)
        else:
            self._rest(watch.id)

    def _may_listen(self, watch: Watch) -> bool:
        chat = self._chats.get(watch.owner)
        return chat is None or chat.active

    def _forget(self, watch_id: int) -> None:
        watch = self._watches.get(watch_id)
        if watch is None:
            return
        self._rest(watch_id)
        self._resting.discard(watch_id)
        self._unreadable.discard(watch_id)
        del self._watches[watch_id]
        others = left(self._owned.pop(watch.owner), watch_id)
        if others is not None:
            self._owned[watch.owner] = others

    def _wake(self, watch_id: int) -> None:
        if watch_id not in self._resting or watch_id in self._unreadable:
            return
        if self._listen(self._watches[watch_id]):
            self._resting.remove(watch_id)

    def _listen(self, watch: Watch) -> bool:
        """Go live with a watch; False where its query cannot be read."""
        plan_in = partial(self._planned, watch.query, watch.language)
        try:
            is_evaluated = self._matchers.file(watch.id, plan_in, self._heard_in(watch.sources))
        except QueryError as error:
            self._give_up(watch, error)
            return False
        self._listening.add(watch)
        if is_evaluated:
            self._evaluated[watch.owner] += 1
        return True

    def _rest(self, watch_id: int) -> None:
        if watch_id not in self._resting:
            watch = self._watches[watch_id]
            if self._matchers.evaluates(watch_id):
                self._evaluated[watch.owner] -= 1
            self._matchers.remove(watch_id)
            self._listening.remove(watch)
            self._resting.add(watch_id)

    def _planned(self, text: str, language: str, spoken: str) -> Plan:
        """Return how a query is filed for articles in the language `spoken`. Raises `QueryError`."""
        straight = straight_plan(text, language or spoken, _LIMITS)
        if straight and not (self._synonyms.groups and self._widen(straight, language, spoken)):
            return straight
        return plan(self._recently_read(text, language).for_articles_in(spoken))

    def _widen(self, planned: Plan, language: str, spoken: str) -> bool:
        """Tell whether the synonyms may widen the plan of a plain query."""
        told_in = language or DEFAULT_LANGUAGE
        return told_in != (language or spoken) or self._synonyms.concern(
            (atom.words for atom in planned.atoms()), told_in
        )

    def _heard_in(self, sources: Collection[str]) -> Collection[str]:
        """Return the languages of the articles of these sources, or of all."""
        return {self.language(source_id) for source_id in sources} if sources else self._spoken


def source_words(names: Mapping[str, str], source_id: str) -> str:
    """Return what a `source:` term looks at, by the sources' names."""
    return f"{source_id} {names.get(source_id, '')}".strip()


def usual_language(languages: Mapping[str, str]) -> str:
    """Return the language of a source that is not known: one that each watch for all sources is read in."""
    spoken = languages.values()
    return DEFAULT_LANGUAGE if DEFAULT_LANGUAGE in spoken or not spoken else min(spoken)


def _content(watch: Watch) -> tuple[object, ...]:
    told = watch.name, watch.language, watch.limit_per_day, watch.when
    return watch.query, watch.destinations, watch.sources, *told


def _question(query: Query, sources: Iterable[str]) -> tuple[str, str, frozenset[str]]:
    """Return what is equal for watches that ask the same of the same sources."""
    return query.normal, query.language, frozenset(sources)


def _merged(watches: Iterable[Watch]) -> list[Watch]:
    """Join watches that ask the same of the same sources: a store keeps one for each owner."""
    merged: dict[tuple[str, str, frozenset[str]], Watch] = {}
    for watch in watches:
        question = _question(parse(watch.query, language=watch.language), watch.sources)
        first = merged.setdefault(question, watch)
        together = tuple(dict.fromkeys((*first.destinations, *watch.destinations)))
        limits = [one.limit_per_day for one in (first, watch) if one.limit_per_day is not None]
        when = max((first.when, watch.when), key=list(_SOONER).index)
        merged[question] = replace(
            first, destinations=together, limit_per_day=min(limits, default=None), when=when
        )
    return list(merged.values())
