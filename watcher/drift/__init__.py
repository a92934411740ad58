"""Whether a poll is believed, by what its source usually yields. Pure.

::

    listing ─► judge ─► believed ──────────────────────────────► Belief
                  └───► doubted ─► follow ─► healed, accepted ─► Belief
                                       └───► still in doubt ───► Doubt

Known articles are the best evidence: a page that shows them is believed whatever it looks like. Where none
is known, the page has to look as usual; else it is navigation, a list of "most read", a log-in page.
"""

from watcher.drift.belief import Belief, believe, looking_like, unreadable
from watcher.drift.judge import Verdict, judge
from watcher.drift.profile import learn
from watcher.drift.suspect import suspect

__all__ = ["Belief", "Verdict", "believe", "judge", "learn", "looking_like", "suspect", "unreadable"]
