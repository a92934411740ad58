"""What templates see: a delivery's articles and watches as plain words in the reader's timezone."""

from watcher.view.build import alert, digest, notice, safe_url
from watcher.view.shapes import (
    AlertView,
    ArticleView,
    DigestView,
    GroupView,
    NoticeView,
    SourceView,
    View,
    WatchView,
)

__all__ = [
    "AlertView",
    "ArticleView",
    "DigestView",
    "GroupView",
    "NoticeView",
    "SourceView",
    "View",
    "WatchView",
    "alert",
    "digest",
    "notice",
    "safe_url",
]
