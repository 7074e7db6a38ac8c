"""The header Accept-Language → a language that the product speaks."""

from __future__ import annotations

from index.wording import UiLanguage

__all__ = ["language_of"]

_SPOKEN: dict[str, UiLanguage] = {"ja": "ja", "en": "en"}


def language_of(accepted: str | None) -> UiLanguage:
    """The language that the client likes best, Japanese where it names none of ours.

    Args:
        accepted: as RFC 9110, 12.5.4 has it, for example "en-GB, ja;q=0.5".
    """
    best: tuple[float, UiLanguage] = (0.0, "ja")
    for part in (accepted or "").split(","):
        name, _, parameters = part.strip().partition(";")
        language = _SPOKEN.get(name.partition("-")[0].strip().lower())
        quality = _quality(parameters)
        if language and quality > best[0]:
            best = quality, language
    return best[1]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
