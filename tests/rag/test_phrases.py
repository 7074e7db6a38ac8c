from __future__ import annotations

from dataclasses import fields, replace
from string import Formatter
from typing import get_args

import pytest

from index.meeting import RecordKind, Speaker
from index.text import Language
from rag.phrases import Phrases, phrases_for
from tests.rag.test_citations import AOKI, passage

LANGUAGES = get_args(Language)
QUOTE = "費用は{二億}円です。"  # braces are no slots


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [RecordKind.VERBATIM, RecordKind.SUMMARY])
def test_the_first_sentence_names_who_and_where(language: Language, kind: RecordKind) -> None:
    said = phrases_for(language).frame(
        replace(passage(), meeting_kind=kind), QUOTE, 2, follows=False
    )
    for part in ("青木 結", "委員", "白波大学 教授", "白波市橋りょう委員会", "2025-05-01"):
        assert said.count(part) >= 1, part
    assert said.endswith(f"「{QUOTE}」[2]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_following_sentence_does_not_repeat_who_and_where(language: Language) -> None:
    for speaker in (AOKI, None):
        said = phrases_for(language).frame(passage(speaker), QUOTE, 3, follows=True)
        assert "青木" not in said
        assert "橋りょう" not in said
        assert said.endswith(f"「{QUOTE}」[3]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_summary_are_not_said_to_be_the_speakers(language: Language) -> None:
    phrases = phrases_for(language)
    verbatim = phrases.frame(passage(), QUOTE, 1, follows=False)
    summary = replace(passage(), meeting_kind=RecordKind.SUMMARY)
    assert phrases.frame(summary, QUOTE, 1, follows=False) != verbatim


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_speaker_only_the_meeting_is_named(language: Language) -> None:
    said = phrases_for(language).frame(passage(None), QUOTE, 1, follows=False)
    assert "白波市橋りょう委員会" in said
    assert "青木" not in said
    assert "None" not in said


def test_japanese_frames_to_the_letter() -> None:
    phrases = phrases_for("ja")
    assert phrases.frame(passage(), "終わります。", 1, follows=False) == (
        "青木 結氏（白波大学 教授 委員）は、白波市橋りょう委員会（2025-05-01）で"
        "次のように述べています：「終わります。」[1]"
    )
    assert phrases.frame(passage(), "終わります。", 2, follows=True) == (
        "また、次のようにも述べています：「終わります。」[2]"
    )


@pytest.mark.parametrize(
    ("speaker", "who"),
    [
        (Speaker("道路課長", None, "道路課長"), "道路課長は、"),
        (Speaker("青木道路課長", None, "道路課長", "建設部"), "青木道路課長（建設部）は、"),
        (Speaker("青木委員", "青木 結"), "青木 結氏は、"),
        (Speaker("青木委員", "青木 結", "委員"), "青木 結氏（委員）は、"),
    ],
    ids=["office only", "post in the name", "name only", "name and role"],
)
def test_who(speaker: Speaker, who: str) -> None:
    said = phrases_for("ja").frame(passage(speaker), QUOTE, 1, follows=False)
    assert said.startswith(who)


def test_a_meeting_without_a_date_goes_by_its_title() -> None:
    said = phrases_for("ja").frame(replace(passage(), meeting_date=None), QUOTE, 1, follows=False)
    assert "白波市橋りょう委員会で" in said
    assert "None" not in said


def test_every_language_fills_the_same_slots() -> None:
    def slots(phrases: Phrases, name: str) -> set[str | None]:
        return {slot for _, slot, _, _ in Formatter().parse(getattr(phrases, name)) if slot}

    for language in LANGUAGES:
        for field in fields(Phrases):
            assert getattr(phrases_for(language), field.name)
            assert slots(phrases_for(language), field.name) == slots(phrases_for("ja"), field.name)
