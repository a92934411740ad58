"""What templates say, in the reader's language: the functions that look a text up."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import escape

from watcher.wording.speech import speech_for


def functions(language: str, *, escapes: bool) -> dict[str, Callable[..., str]]:
    """Return the functions of one language; with `escapes`, they put values into HTML."""
    speech = speech_for(language)

    def say(template: str, **values: object) -> str:
        """Return a text with its values, translated where the catalogue has it, else as it stands."""
        translated = speech.gettext(template)
        if escapes:
            return escape(translated).format(**values)
        return translated.format(**values)

    def plural(number: int, noun: str) -> str:
        """Return `1 article`, `2 articles`."""
        one, many = "{count} " + noun, "{count} " + noun + "s"
        return speech.ngettext(one, many, number).replace("{count}", f"{number:,}")

    def tally(count: int, edited: int = 0) -> str:
        """Return `3 new articles`, `2 changed headlines`, or both; `count` has the edited in it."""
        new = plural(count - edited, "new article")
        changed = plural(edited, "changed headline")
        if not edited:
            return new
        return changed if count == edited else f"{new}, {changed}"

    return {"_": say, "plural": plural, "tally": tally}
