"""What templates see: a delivery's articles and watches as plain words in the reader's timezone."""

from watcher.view.build import Proof, Reader, alert, digest, edited, notice, safe_url
from watcher.view.shapes import (
    AlertView,
    AlsoView,
    ArticleView,
    DigestView,
    EditedView,
    GroupView,
    NoticeView,
    PieceView,
    SourceView,
    View,
    WatchView,
)

__all__ = [
    "AlertView",
    "AlsoView",
    "ArticleView",
    "DigestView",
    "EditedView",
    "GroupView",
    "NoticeView",
    "PieceView",
    "Proof",
    "Reader",
    "SourceView",
    "View",
    "WatchView",
    "alert",
    "digest",
    "edited",
    "notice",
    "safe_url",
]
