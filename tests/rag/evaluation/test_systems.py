from __future__ import annotations

from rag.evaluation.systems import SYSTEMS, library_passages, make_systems
from rag.retrieval import RetrievalSettings
from rag.wiring import Assistant


def test_the_first_system_is_what_a_person_gets() -> None:
    assert next(iter(SYSTEMS.values())) == RetrievalSettings()


def test_names_can_stand_in_a_trec_run_and_between_commas() -> None:
    assert [name for name in SYSTEMS if name.split() != [name] or "," in name] == []


def test_every_system_ranks_to_the_depth_and_says_who_spoke_where(
    sample_assistant: Assistant,
) -> None:
    texts = dict(library_passages(sample_assistant.library))
    for system in make_systems(sample_assistant, list(SYSTEMS), 30):
        ranking = system.rank("書かない窓口はいつ始まりますか", 30)
        assert len(ranking) == 30
        assert all(texts[passage.passage_id] == passage.text for passage in ranking)
        assert all(passage.meeting for passage in ranking)
        assert any(passage.speaker and passage.role for passage in ranking)
