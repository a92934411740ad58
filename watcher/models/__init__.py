"""The words of the project as data: what flows from a page to a delivery. No behaviour, no I/O."""

from watcher.models.listing import Article, Item, Kind, Known, Listing, Page, Published
from watcher.models.outbox import Delivery, DigestTime, Entry, Event, Hold, State
from watcher.models.preferences import Preferences, QuietHours, Rest
from watcher.models.quiet import Calm, First, Quiet, Quota, SameStory
from watcher.models.source import Cause, Doubt, Profile, Select, Source, SourceState, Validators
from watcher.models.watch import Chat, Watch, When

__all__ = [
    "Article",
    "Calm",
    "Cause",
    "Chat",
    "Delivery",
    "DigestTime",
    "Doubt",
    "Entry",
    "Event",
    "First",
    "Hold",
    "Item",
    "Kind",
    "Known",
    "Listing",
    "Page",
    "Preferences",
    "Profile",
    "Published",
    "Quiet",
    "QuietHours",
    "Quota",
    "Rest",
    "SameStory",
    "Select",
    "Source",
    "SourceState",
    "State",
    "Validators",
    "Watch",
    "When",
]
