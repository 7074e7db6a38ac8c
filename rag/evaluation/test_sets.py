"""Files of questions → a checked QuestionSet: our own JSON lines, a spreadsheet, or a BEIR folder.

Own form, one JSON object a line:

    {"id": "q1", "question": "…", "answers": ["…"], "support": ["words of the minutes, verbatim"],
     "answerable": true, "language": "ja", "tags": ["number"], "split": "dev", "meeting": "…"}

`id` and `question` must be there; `language` is detected where it is not given; `support` is empty
exactly when `answerable` is false. A BEIR folder has corpus.jsonl, queries.jsonl and qrels.tsv (or
qrels/SPLIT.tsv), and may have distractors.jsonl, documents that are never relevant, and remarks.jsonl,
the whole remarks that documents name by `remark_id` with `start` and `end` (characters of the remark).
For a spreadsheet see spreadsheet.py.

Nothing here knows a library or how a ranking is judged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from index.text import Language, detect_language
from rag.errors import (
    BrokenTestLine,
    DuplicateTestId,
    EmptyTestSet,
    NoAnswerableQuestion,
    NoSuchQueryField,
    NoSuchTagField,
    NoSuchTestSet,
    SupportContradiction,
    UnknownJudgedId,
    UnknownTestKeys,
    UnreadableTestSet,
)

from .gold import RelevantDocuments, SupportQuotes
from .question_set import Document, Question, QuestionSet
from .spreadsheet import SUFFIX, read_spreadsheet

__all__ = ["Document", "Question", "QuestionSet", "read_question_set", "to_json_lines"]


def read_question_set(
    path: Path, *, field: str = "text", split: str = "test", tag_fields: Sequence[str] = ()
) -> QuestionSet:
    """Read a test set: a file of our own form, or a BEIR folder.

    Args:
        path: the file or folder; a file named *.csv is a spreadsheet.
        field: the key of a BEIR query that holds the question.
        split: which of qrels/SPLIT.tsv to take where there is no qrels.tsv.
        tag_fields: keys of BEIR queries whose values become tags ("gold_kind=human"); of the other
            forms "language", "meeting" and "split".

    Raises:
        TestSetError: with the line and the remedy.
    """
    if path.is_dir():
        return _checked(path, _read_beir(path, field, split, tag_fields))
    if path.suffix.lower() == SUFFIX:
        read = QuestionSet(path.stem, "quotes", _digest([path]), tuple(read_spreadsheet(path)))
    else:
        read = _read_own(path)
    values = {question.id: _facts(question) for question in read.questions}
    return _checked(
        path, replace(read, questions=_tagged(path, read.questions, values, tag_fields))
    )


def _facts(question: Question) -> dict[str, JsonValue]:
    facts = {"language": question.language, "meeting": question.meeting, "split": question.split}
    return {key: value for key, value in facts.items() if value is not None}


def _tagged(
    path: Path,
    questions: Iterable[Question],
    values: Mapping[str, Mapping[str, JsonValue]],
    tag_fields: Sequence[str],
) -> tuple[Question, ...]:
    """The questions with a further tag for each of these fields that they have.

    Raises:
        NoSuchTagField: no question has it.
    """
    for field in tag_fields:
        if not any(field in each for each in values.values()):
            known = ", ".join(dict.fromkeys(key for each in values.values() for key in each))
            raise NoSuchTagField(path=path, field=field, known=known or "–")
    return tuple(
        replace(
            q, tags=(*q.tags, *(f"{f}={values[q.id][f]}" for f in tag_fields if f in values[q.id]))
        )
        for q in questions
    )


# ---------------------------------------------------------------------------------------------
# Our own form


_OWN_EXAMPLE: Final = (
    '{"id": "q1", "question": "…", "answers": ["…"], "support": ["…"], "answerable": true}'
)


class _QuestionLine(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answers: list[str] = []
    support: list[Annotated[str, Field(min_length=1)]] = []
    answerable: bool = True
    language: Language | None = None
    tags: list[str] = []
    split: str | None = None
    meeting: str | None = None

    def to_question(self, line: int) -> Question:
        quotes = tuple(dict.fromkeys(self.support))
        return Question(
            id=self.id,
            text=self.question,
            gold=SupportQuotes(quotes) if self.answerable else None,
            language=self.language or detect_language(self.question),
            answers=tuple(self.answers),
            tags=tuple(self.tags),
            split=self.split,
            meeting=self.meeting,
            lines=(line,) * len(quotes),
        )


def to_json_lines(questions: Iterable[Question]) -> str:
    """Questions with support quotes in our own form, one a line."""
    return "".join(
        json.dumps(_own_row(question), ensure_ascii=False) + "\n" for question in questions
    )


def _own_row(question: Question) -> dict[str, Any]:
    row = {
        "id": question.id,
        "question": question.text,
        "answers": question.answers,
        "support": question.gold.items if question.gold else (),
        "answerable": question.answerable,
        "language": question.language,
        "tags": question.tags,
    }
    optional = {"split": question.split, "meeting": question.meeting}
    return row | {key: value for key, value in optional.items() if value is not None}


def _read_own(path: Path) -> QuestionSet:
    questions = []
    ids = _Ids()
    for line, row in _rows(path, _QuestionLine, _OWN_EXAMPLE):
        if row.answerable != bool(row.support):
            raise SupportContradiction(
                path=path,
                line=line,
                id=row.id,
                answerable=str(row.answerable).lower(),
                count=len(row.support),
            )
        ids.add(row.id, path, line)
        questions.append(row.to_question(line))
    return QuestionSet(path.stem, "quotes", _digest([path]), tuple(questions))


# ---------------------------------------------------------------------------------------------
# BEIR folders (Thakur et al. 2021), whose ids are "_id"; "id" is read as well

_BeirId = Annotated[str, Field(min_length=1, validation_alias=AliasChoices("_id", "id"))]
_QUERY_EXAMPLE: Final = '{"id": "q1", "text": "…"}'
_DOCUMENT_EXAMPLE: Final = '{"id": "d1", "title": "…", "text": "…"}'
_QRELS_EXAMPLE: Final = "query-id<TAB>corpus-id<TAB>score"


class _DocumentLine(BaseModel):
    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    id: _BeirId
    title: str | None = None
    text: str

    def to_document(self) -> Document:
        return Document(self.id, self.title or "", self.text, self.model_extra or {})


class _QueryLine(BaseModel):
    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    id: _BeirId
    answers: list[str] = []

    def values(self) -> dict[str, JsonValue]:
        return self.model_extra or {}


@dataclass(frozen=True, slots=True)
class _Judged:
    """Line of a qrels file."""

    line: int
    query: str
    document: str
    grade: int


def _read_beir(path: Path, field: str, split: str, tag_fields: Sequence[str]) -> QuestionSet:
    corpus, queries = path / "corpus.jsonl", path / "queries.jsonl"
    qrels = path / "qrels.tsv"
    if not qrels.is_file():
        qrels = path / "qrels" / f"{split}.tsv"
    corpora = [corpus, *(p for p in [path / "distractors.jsonl"] if p.is_file())]
    documents = tuple(_documents(corpora))
    whole = path / "remarks.jsonl"
    transcript = tuple(_documents([whole])) if whole.is_file() else ()
    query_lines = _unique_queries(queries)
    grades = _grades(qrels, query_lines, {d.id for d in documents})
    judged = [(line, row) for line, row in query_lines.values() if row.id in grades]
    questions = _tagged(
        queries,
        (
            _beir_question(
                row, RelevantDocuments(grades[row.id]), _field(queries, line, row, field)
            )
            for line, row in judged
        ),
        {row.id: row.values() for _, row in judged},
        tag_fields,
    )
    digest = _digest([*corpora, *([whole] if transcript else []), queries, qrels])
    return QuestionSet(path.name, "beir", digest, questions, documents, transcript, field)


def _documents(corpora: Iterable[Path]) -> Iterator[Document]:
    ids = _Ids()
    for path in corpora:
        for line, row in _rows(path, _DocumentLine, _DOCUMENT_EXAMPLE):
            ids.add(row.id, path, line)
            yield row.to_document()


def _unique_queries(path: Path) -> dict[str, tuple[int, _QueryLine]]:
    ids = _Ids()
    lines = {}
    for line, row in _rows(path, _QueryLine, _QUERY_EXAMPLE):
        ids.add(row.id, path, line)
        lines[row.id] = (line, row)
    return lines


def _grades(
    path: Path, queries: Mapping[str, object], documents: set[str]
) -> dict[str, dict[str, int]]:
    """The grades above 0 by query; what is judged not relevant counts as what is not judged."""
    grades: dict[str, dict[str, int]] = {}
    for judged in _qrels_lines(path):
        for name, known, file in (
            (judged.query, queries, "queries.jsonl"),
            (judged.document, documents, "corpus.jsonl"),
        ):
            if name not in known:
                raise UnknownJudgedId(path=path, line=judged.line, id=name, file=file)
        if judged.grade > 0:
            grades.setdefault(judged.query, {})[judged.document] = judged.grade
    return grades


def _qrels_lines(path: Path) -> Iterator[_Judged]:
    for line, text in _lines(path):
        cells = [cell.strip() for cell in text.split("\t")]
        if line == 1 and cells[-1] == "score":
            continue
        try:
            query, document, grade = cells
            yield _Judged(line, query, document, int(grade))
        except ValueError as error:
            raise BrokenTestLine(path=path, line=line, detail=text, form=_QRELS_EXAMPLE) from error


def _field(path: Path, line: int, row: _QueryLine, field: str) -> str:
    text = row.values().get(field)
    if isinstance(text, str) and text.strip():
        return text
    known = ", ".join(key for key, value in row.values().items() if isinstance(value, str))
    raise NoSuchQueryField(path=path, line=line, field=field, known=known)


def _beir_question(row: _QueryLine, gold: RelevantDocuments, text: str) -> Question:
    return Question(
        id=row.id,
        text=text,
        gold=gold,
        language=detect_language(text),
        answers=tuple(row.answers),
    )


# ---------------------------------------------------------------------------------------------
# Lines, ids, digests

_Row = TypeVar("_Row", bound=BaseModel)


class _Ids:
    """Where each id was first used; several files may share one register."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def add(self, name: str, path: Path, line: int) -> None:
        if name in self._first:
            raise DuplicateTestId(path=path, line=line, id=name, first=self._first[name])
        self._first[name] = f"{path.name}:{line}"


def _checked(path: Path, questions: QuestionSet) -> QuestionSet:
    if not questions.answerable:
        raise NoAnswerableQuestion(path=path)
    return questions


def _rows(path: Path, model: type[_Row], example: str) -> Iterator[tuple[int, _Row]]:
    for line, text in _lines(path):
        try:
            yield line, model.model_validate_json(text)
        except ValidationError as error:
            raise _line_error(path, line, error, model, example) from error


def _line_error(
    path: Path, line: int, error: ValidationError, model: type[BaseModel], example: str
) -> UnknownTestKeys | BrokenTestLine:
    details = error.errors(include_url=False, include_context=False)
    unknown = [str(d["loc"][0]) for d in details if d["type"] == "extra_forbidden"]
    if unknown:
        known = ", ".join(model.model_fields)
        return UnknownTestKeys(path=path, line=line, keys=", ".join(unknown), known=known)
    first = details[0]
    place = ".".join(map(str, first["loc"]))
    detail = f"{place}: {first['msg']}" if place else first["msg"]
    return BrokenTestLine(path=path, line=line, detail=detail, form=example)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1."""
    # Not splitlines(): U+2028 and U+0085 are allowed inside a JSON string.
    lines = [(i, line) for i, line in enumerate(_read(path).split("\n"), start=1) if line.strip()]
    if not lines:
        raise EmptyTestSet(path=path)
    return iter(lines)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NoSuchTestSet(path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableTestSet(path=path, detail=error) from error


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
