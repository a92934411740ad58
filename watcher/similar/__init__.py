"""Whether a short item tells the same story as a recent one: by weighted words, with facts that rule it out.

    marks    an item as marks: its words, its numbers, its days
    score    two items' marks → how much the one says what the other does, 0 to 1
    recent   the items of a window of time, and those among them that are like a new one

A wrong answer hides news, so what is doubtful is another story: measured in `tests/similar`.
"""

from watcher.similar.marks import Marks, marks_of
from watcher.similar.recent import Recent, Similar
from watcher.similar.score import THRESHOLD, score

__all__ = ["THRESHOLD", "Marks", "Recent", "Similar", "marks_of", "score"]
