"""A message to a person, written once in each language that the product speaks.

It knows nothing of locales or terminals: who shows a message chooses the language.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import Literal

__all__ = ["UiLanguage", "Wording"]

UiLanguage = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """The same message in Japanese and English; both use the same named slots."""

    ja: str
    en: str

    def render(self, language: UiLanguage, **slots: object) -> str:
        """Fill the slots of one language.

        Raises:
            KeyError: a slot of the message was not given.
        """
        template = self.ja if language == "ja" else self.en
        return template.format(**slots)

    def slots(self) -> tuple[frozenset[str], frozenset[str]]:
        """The names of the slots of the Japanese and of the English message."""
        return _slots(self.ja), _slots(self.en)


def _slots(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)
