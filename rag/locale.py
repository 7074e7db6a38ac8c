"""Environment variables → the language in which the program speaks to the person.

The language of an answer is another matter: that one follows the question.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.wording import UiLanguage

__all__ = ["language_of"]

# The first of these that is set decides (POSIX: LC_ALL, then the category, then LANG).
_LOCALE_VARIABLES = ("RAG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environment: Mapping[str, str]) -> UiLanguage:
    """Japanese where the locale is Japanese, English everywhere else (C and POSIX included)."""
    value = next((environment[v] for v in _LOCALE_VARIABLES if environment.get(v)), "")
    return "ja" if value.lower().startswith("ja") else "en"
