"""Fit the probability that the minutes answer a question, and write rag/abstention.json.

    .venv/bin/python scripts/fit_abstention.py [--dry-run]

Questions and minutes are those of samples/calibration: the split "fit" is fitted on, the split "check"
is reported. Each answerable question is asked twice, the second time with the meetings that answer it
taken away. The threshold is the highest one, in steps of .05, that still answers 85 % of the answerable
questions of "fit": staff who are refused too often stop asking, and near questions that the minutes do
not answer are shown quotes that they can judge.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from index.filters import And, Filter, In, Not
from index.library import Library
from rag.abstention import Signals, signals_of
from rag.question import understand
from rag.settings import Settings
from rag.wiring import Assistant, make_indexer

PROJECT = Path(__file__).resolve().parents[1]
CALIBRATION = PROJECT / "samples" / "calibration"
MODEL = PROJECT / "rag" / "abstention.json"

SAME_LANGUAGE = ("dense_top", "word_coverage")
CROSS_LINGUAL = ("dense_top", "dense_margin")
ANSWERED_OF_FIT = 0.85
# Questions whose evidence was taken away repeat the answerable ones: they count half.
WEIGHT_OF_REMOVED = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A question as it was asked: with its evidence, without it, or never answerable."""

    split: str
    kind: str  # "answerable", "removed", or the tag of an unanswerable one: near, municipal, far
    signals: Signals

    @property
    def present(self) -> bool:
        """The minutes that were searched answer the question."""
        return self.kind == "answerable"


def ask_all(assistant: Assistant) -> Iterator[Case]:
    """The signals of every question, with its evidence and without."""
    ids = {Path(meeting.path).name: meeting.id for meeting in assistant.library.meetings()}
    texts = {i: assistant.library.meeting(i).document.text for i in ids.values()}
    retriever = assistant.retriever()
    for line in (CALIBRATION / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        question = understand(entry["question"])
        holders = tuple(
            i for i, text in texts.items() if any(quote in text for quote in entry["support"])
        )
        kinds: list[tuple[str, Filter]] = [
            ("answerable", And()),
            ("removed", Not(In("meeting", holders))),
        ]
        if not entry["answerable"]:
            tag = next(t for t in ("near", "municipal", "far") if t in entry["tags"])
            kinds = [(tag, And())]
        for kind, where in kinds:
            retrieval = retriever.retrieve(question, 10, where)
            yield Case(entry["split"], kind, signals_of(retrieval, retriever.reader))


def features(cases: Sequence[Case], names: Sequence[str]) -> NDArray[np.float64]:
    """(cases, names) float64."""
    return np.array([[getattr(case.signals, name) for name in names] for case in cases])


def fit(cases: Sequence[Case], names: Sequence[str]) -> dict[str, object]:
    """A logistic regression with the usual ridge on scaled signals, given for unscaled ones."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0))
    weights = [WEIGHT_OF_REMOVED if case.kind == "removed" else 1.0 for case in cases]
    model.fit(
        features(cases, names),
        [case.present for case in cases],
        logisticregression__sample_weight=weights,
    )
    scaler, regression = model[0], model[1]
    raw = regression.coef_[0] / scaler.scale_
    intercept = regression.intercept_[0] - float(raw @ scaler.mean_)
    return {
        "intercept": round(float(intercept), 4),
        "weights": {name: round(float(w), 4) for name, w in zip(names, raw, strict=True)},
    }


def probabilities(
    cases: Sequence[Case], names: Sequence[str], fitted: dict[str, object]
) -> NDArray[np.float64]:
    """(cases,) float64."""
    weights = fitted["weights"]
    z = fitted["intercept"] + features(cases, names) @ [weights[name] for name in names]
    return 1 / (1 + np.exp(-z))


def report(title: str, cases: Sequence[Case], p: NDArray[np.float64], threshold: float) -> None:
    """Print what is answered and what is refused."""
    present = np.array([case.present for case in cases])
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(
        abs(p[bins == b].mean() - present[bins == b].mean()) * (bins == b).mean() for b in set(bins)
    )
    print(f"{title}: {len(cases)} cases, AUROC {roc_auc_score(present, p):.3f}, ECE {error:.3f}")
    for kind in ("answerable", "removed", "near", "municipal", "far"):
        of_kind = np.array([case.kind == kind for case in cases])
        if of_kind.any():
            print(
                f"    {kind:12}{of_kind.sum():4}  answered {np.mean(p[of_kind] >= threshold):.2f}"
            )


def main() -> None:
    """Ask, fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="report without writing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(library=Path(temporary) / "library")
        library = Library.create(settings.library)
        make_indexer(settings, library).add([CALIBRATION / "minutes"], lambda *_: None)
        cases = list(ask_all(Assistant(settings)))
    fitting = [case for case in cases if case.split == "fit"]
    same = [case for case in fitting if case.signals.same_language]
    cross = [case for case in fitting if not case.signals.same_language]
    model: dict[str, object] = {
        "same_language": fit(same, SAME_LANGUAGE),
        "cross_lingual": fit(cross, CROSS_LINGUAL),
    }
    p = probabilities(same, SAME_LANGUAGE, model["same_language"])
    answerable = p[[case.present for case in same]]
    threshold = max(
        t / 20 for t in range(1, 20) if np.mean(answerable >= t / 20) >= ANSWERED_OF_FIT
    )
    model |= {"threshold": threshold, "near": round(threshold / 2, 3)}
    print(f"threshold {threshold}")
    for split in ("fit", "check"):
        for name, names, is_same in (
            ("same_language", SAME_LANGUAGE, True),
            ("cross_lingual", CROSS_LINGUAL, False),
        ):
            part = [c for c in cases if c.split == split and c.signals.same_language == is_same]
            report(f"{split} {name}", part, probabilities(part, names, model[name]), threshold)
    if not options.dry_run:
        MODEL.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
