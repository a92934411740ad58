"""Words that newsrooms put on a story to say what kind of story it is."""

from __future__ import annotations

import re

LABEL_LENGTH = 32
"""Characters of a label, at the most."""
_GENRES = frozenset(
    (
        *("news", "analysis", "opinion", "opinions", "comment", "commentary", "column", "columns", "op-ed"),
        *("editorial", "editorials", "feature", "features", "interview", "interviews", "profile", "profiles"),
        *("investigation", "investigations", "podcast", "podcasts", "video", "videos", "audio", "photo"),
        *("photos", "gallery", "essay", "essays", "explainer", "explainers", "explained", "review"),
        *(
            "backgrounder",
            "backgrounders",
            "reviews",
            "report",
            "reports",
            "briefing",
            "brief",
            "briefs",
            "newsletter",
            "letter",
            "letters",
        ),
        *("obituary", "obituaries", "perspective", "perspectives", "viewpoint", "insight", "insights"),
        *("insider", "exclusive", "breaking", "live", "update", "updates", "data", "infographic", "timeline"),
        *("q&a", "quiz", "announcement", "announcements", "statement", "statements", "blog", "blogs"),
        *("event", "events", "webinar", "webinars", "research", "spotlight", "special", "premium", "pro"),
        *("sponsored", "multimedia", "documentary", "series", "transcript", "roundup", "recap", "notebook"),
        *("dispatch", "dispatches", "weekly", "daily", "monthly", "open-source", "fact-check", "factcheck"),
        *("long-read", "longread", "tutorial", "release", "releases", "press", "in-depth"),
    )
)
_ALONGSIDE = frozenset(("the", "in", "of", "and", "depth", "long", "short", "read", "check", "week", "day"))
_SPLIT = re.compile(r"[\s/|&]+")
_MOST_WORDS = 4
_BRANDED = frozenset(
    (
        *("pro", "plus", "premium", "insider", "podcast", "newsletter", "briefing", "blog", "live"),
        *("exclusive", "video", "tv", "radio", "series"),
    )
)
"""What stands behind a word of the site's own: 'Courier Podcast'."""


def is_genre(text: str) -> bool:
    """Tell whether `text` names a kind of story: 'Podcast', 'OPINION', 'Photo Essay', 'Courier Pro'."""
    if len(text) > LABEL_LENGTH:
        return False
    words = [word for word in _SPLIT.split(text.casefold()) if word]
    if not 1 <= len(words) <= _MOST_WORDS or _GENRES.isdisjoint(words):
        return False
    own = [word for word in words if word not in _GENRES and word not in _ALONGSIDE]
    return not own or (len(words) == 2 and own[0].isalpha() and words[1] in _BRANDED)
