"""Documents of a test corpus, put back into the meetings that they were cut from."""

from __future__ import annotations

from index.meeting import Role
from rag.evaluation.corpus_meetings import Corpus
from rag.evaluation.test_sets import Document

ASKED = "港湾について伺います。防波堤の延長工事は、いつ着手するのですか。"
ANSWERED = "防波堤の延長工事についてお答えいたします。来年度に着手いたします。"
MEETING = "令和六年第二回定例会"


def piece(name: str, remark: str, start: int, end: int, text: str, **facts: object) -> Document:
    where = {"meeting": MEETING, "date": "2024-06-12", "remark_id": remark}
    return Document(name, "", text[start:end], {**where, "start": start, "end": end, **facts})  # type: ignore[dict-item]


def remark(name: str, text: str, **facts: object) -> Document:
    return Document(name, "", text, {"meeting": MEETING, "date": "2024-06-12", **facts})  # type: ignore[dict-item]


HALF = ASKED.index("防波堤")
DOCUMENTS = [
    piece("q-0", "r1", 0, HALF, ASKED),
    piece("q-1", "r1", HALF, len(ASKED), ASKED),
    piece("a-0", "r2", 0, len(ANSWERED), ANSWERED),
]
TRANSCRIPT = [
    remark("r0", "浜野汐里議員。", speaker="三浦良平", role="議長"),
    remark("r1", ASKED, speaker="浜野汐里（青波会）", member=True),
    remark("r2", ANSWERED, speaker="沢井一郎", role="港湾課長", member=False),
]


def test_documents_become_the_meeting_that_they_were_cut_from() -> None:
    ((source, meeting),) = Corpus(DOCUMENTS, TRANSCRIPT).meetings()
    assert (meeting.title, str(meeting.date)) == (MEETING, "2024-06-12")
    assert [r.text for r in meeting.remarks[1:]] == [ASKED, ANSWERED]
    for said in meeting.remarks:
        assert source.text[said.span.start : said.span.end] == said.text


def test_a_member_and_an_official_make_an_exchange() -> None:
    ((_, meeting),) = Corpus(DOCUMENTS, TRANSCRIPT).meetings()
    assert [r.role for r in meeting.remarks[1:]] == [Role.QUESTION, Role.ANSWER]
    assert len(meeting.links) == 1
    member, official = (r.speaker for r in meeting.remarks[1:])
    assert member
    assert official
    assert (member.name, member.role, member.affiliation) == ("浜野汐里", "議員", "青波会")
    assert (official.name, official.role) == ("沢井一郎", "港湾課長")


def test_remarks_that_nobody_wrote_out_are_put_together() -> None:
    gap = piece("x-1", "r9", 9, 14, "一二三四五。　　　六七八九。", speaker="沢井一郎")
    ((_, meeting),) = Corpus(
        [gap, piece("x-0", "r9", 0, 6, "一二三四五。", speaker="沢井一郎")]
    ).meetings()
    assert meeting.remarks[0].text == "一二三四五。   六七八九。"


def test_a_passage_stands_for_the_documents_that_it_shares_half_with() -> None:
    corpus = Corpus(DOCUMENTS, TRANSCRIPT)
    ((_, meeting),) = corpus.meetings()
    assert corpus.documents_of(meeting.id, 2, 0, len(ASKED)) == ("q-0", "q-1")
    assert corpus.documents_of(meeting.id, 2, HALF - 2, len(ASKED)) == ("q-1",)
    assert corpus.documents_of(meeting.id, 3, 0, 12) == ("a-0",)
    assert corpus.documents_of(meeting.id, 7, 0, 12) == ()


def test_a_document_of_no_remark_is_a_meeting_of_its_own() -> None:
    facts = {"speaker": "沢井一郎", "role": "議長", "date": "2024/5/1"}
    documents = [
        Document("d1", "港湾整備", "工事に着手する。", facts),
        Document("d2", "題名だけ", ""),
        Document("d3", "", " "),
    ]
    corpus = Corpus(documents)
    (source, meeting), (_, titled) = corpus.meetings()
    (said,) = meeting.remarks
    assert said.text == source.text[said.span.start : said.span.end] == "工事に着手する。"
    assert said.speaker is not None
    assert (said.speaker.name, said.speaker.role) == ("沢井一郎", "議長")
    assert (meeting.id, meeting.title, str(meeting.date)) == ("d1", "港湾整備", "2024-05-01")
    assert titled.remarks[0].text == "題名だけ"
    assert corpus.documents_of("d1", 1, 0, 8) == ("d1",)


def test_the_digest_follows_every_fact() -> None:
    changed = [*TRANSCRIPT[:2], remark("r2", ANSWERED, speaker="沢井一郎", role="副町長")]
    digests = {
        Corpus(DOCUMENTS, TRANSCRIPT).digest,
        Corpus(DOCUMENTS, changed).digest,
        Corpus(DOCUMENTS[:2], TRANSCRIPT[:2]).digest,
    }
    assert len(digests) == 3
    assert Corpus(DOCUMENTS, TRANSCRIPT).digest in digests


def test_a_document_that_nobody_spoke_has_no_role() -> None:
    asks = "図書館の予算はいくらですか。お尋ねします。"
    ((_, article),) = Corpus([Document("d1", "図書館", asks)]).meetings()
    ((_, speech),) = Corpus([Document("d1", "図書館", asks, {"speaker": "岡田委員"})]).meetings()
    assert article.remarks[0].role is None
    assert speech.remarks[0].role is Role.QUESTION
