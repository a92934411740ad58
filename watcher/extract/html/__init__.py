"""HTML listings, read without selectors: propose many record lists, rank them by evidence, read the best.

`read` is the extractor; `analyse` gives the data behind its choice.
"""

from watcher.extract.html.analysis import Analysis, Ranked, analyse
from watcher.extract.html.reader import read

__all__ = ["Analysis", "Ranked", "analyse", "read"]
