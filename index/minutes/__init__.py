"""A SourceDocument → a Meeting: who said what, when, and where it stands.

    text → lines → furniture out → grammar of marks → header | sections, remarks → speakers, roles

Each step is a module of its own; `parse_minutes` puts them in order. It reads no file.
"""

from __future__ import annotations

from index.minutes.parser import parse_documents, parse_minutes, understand_exchange

__all__ = ["parse_documents", "parse_minutes", "understand_exchange"]
