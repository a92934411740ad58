"""The form of a text in the configuration, told in words where it is another."""

from __future__ import annotations

import re

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def formed(pattern: str, words: str) -> AfterValidator:
    """Make the check that a whole text is in the form `pattern`; `words` say what to write."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise PydanticCustomError("form", "{words}", {"words": words})
        return text

    return AfterValidator(check)
