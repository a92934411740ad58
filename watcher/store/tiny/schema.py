"""Our tables and their indexes."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.models import State
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.fulltext.words import Words
from watcher.store.tiny.index import Index, When
from watcher.store.tiny.table import RowTable

UNSETTLED = (State.HELD, State.PENDING, State.SENDING)
SETTLED = (State.SENT, State.DEAD, State.DIGESTED, State.DROPPED)

BY_ID = Index(by="id")
BY_KEY = Index(by="key")

ARTICLE_BY_ID = Index(by="id", order="source")
ARTICLE_BY_KEY = Index(by="keys", order="source", each=True)
ARTICLE_BY_FIRST_SEEN = Index(order="first_seen")
ARTICLE_BY_LAST_SEEN = Index(order="last_seen")

DELIVERY_BY_STATE = Index(by="state")
QUEUE = Index(by="destination", order="not_before", when=When(field="state", values=(State.PENDING,)))
"""What is to be sent to a destination: first what may leave at once, in order of queueing."""
IN_FLIGHT = Index(by="destination", when=When(field="state", values=(State.SENDING,)))
HELD = Index(by="destination", order="hold", when=When(field="state", values=(State.HELD,)))
SETTLED_AT = Index(order="settled_at", when=When(field="state", values=SETTLED))
NEEDED = Index(by="articles", each=True, when=When(field="state", values=(*UNSETTLED, State.DEAD)))
"""Articles that a delivery may still need for its words; a dead letter can be revived."""
RECEIPT = Index(by="receipt", when=When(field="state", values=(State.SENT, State.DEAD)))
"""What a provider took, by its own id of it."""
TOLD = Index(by="articles", each=True, when=When(field="state", values=(State.SENT,)))
"""Articles that a delivery told of."""

GATE_AT = Index(order="at")
LANE = Index(by="destination")
QUOTA = Index(by="destination", order="subject")
LANES_BY_STATE = Index(by="state", order="rank")
FAILING = Index(by="failing", order="failing_since")

WATCH_BY_OWNER = Index(by="owner", order="sameness")

INDEXES = {
    "articles": (ARTICLE_BY_ID, ARTICLE_BY_KEY, ARTICLE_BY_FIRST_SEEN, ARTICLE_BY_LAST_SEEN),
    "chats": (BY_ID,),
    "deliveries": (BY_ID, DELIVERY_BY_STATE, QUEUE, IN_FLIGHT, HELD, SETTLED_AT, NEEDED, RECEIPT, TOLD),
    "gates": (BY_KEY, GATE_AT),
    "lanes": (LANE, LANES_BY_STATE, FAILING),
    "quotas": (QUOTA,),
    "sources": (BY_ID,),
    "values": (BY_KEY,),
    "watches": (WATCH_BY_OWNER,),
}

FOLLOWERS = (Words,)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables by name; to be used on the writer's thread."""

    articles: RowTable
    chats: RowTable
    deliveries: RowTable
    gates: RowTable
    """What was sent lately to whom: see `gates`."""
    lanes: RowTable
    """One per destination that ever had a delivery: see `lanes`."""
    quotas: RowTable
    """What was used of each on the last day that any of it was."""
    sources: RowTable
    values: RowTable
    watches: RowTable
    words: Words
    """The words of the articles: see `fulltext`."""

    @classmethod
    def of(cls, database: RowDatabase) -> Tables:
        """Return the tables of a database that was opened with `INDEXES` and `FOLLOWERS`."""
        (words,) = (follower for follower in database.rows.followers if isinstance(follower, Words))
        return cls(**{name: database.row_table(name) for name in INDEXES}, words=words)
