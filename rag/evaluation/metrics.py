"""Judged rankings → hit, recall, MRR and nDCG of each question. Higher is better, all lie in 0–1.

Computed by ir-measures with trec_eval's conventions: nDCG with linear gain and log2 discount
(`ndcg_cut`), hit@k is `success`, and a question for which nothing was found counts 0 (`-c`).
trec_eval breaks ties of score by id; a system's own order is what a person sees, so ranks are
handed over in place of scores. Nothing here knows passages or quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from .gold import GoldPlace, Judgement

__all__ = ["FIGURES", "measure", "recall_at"]

_MEASURES: Final = {
    "hit@1": "Success@1",
    "hit@5": "Success@5",
    "hit@10": "Success@10",
    "mrr@10": "RR@10",
    "ndcg@10": "nDCG@10",
}
_RECALL: Final = "recall@10"
_RECALL_DEPTH: Final = 10

FIGURES: Final = ("hit@1", "hit@5", "hit@10", _RECALL, "mrr@10", "ndcg@10")
"""The figures of a ranking, in the order in which they are shown."""


def measure(judgements: Mapping[str, Judgement]) -> dict[str, dict[str, float]]:
    """Measure the rankings of one system.

    Args:
        judgements: one for each question, by the question's id.

    Returns:
        For each question, in the same order, its figures by name.
    """
    if not judgements:
        return {}
    import ir_measures  # here, so that what does not measure starts without it

    names = {ir_measures.parse_measure(measure): name for name, measure in _MEASURES.items()}
    qrels = {question: dict(j.relevant) for question, j in judgements.items()}
    run = {
        question: {item: -float(rank) for rank, item in enumerate(j.ranked)}
        for question, j in judgements.items()
    }
    figures: dict[str, dict[str, float]] = {q: dict.fromkeys(FIGURES, 0.0) for q in judgements}
    for result in ir_measures.iter_calc(list(names), qrels, run):
        figures[result.query_id][names[result.measure]] = float(result.value)
    for question, judgement in judgements.items():
        figures[question][_RECALL] = recall_at(_RECALL_DEPTH, judgement.places)
    return figures


def recall_at(depth: int, places: Iterable[GoldPlace]) -> float:
    """The share of gold items that stand within the first `depth` ranks.

    Equal to trec_eval's `recall` for documents. It is computed here because two quotes may stand
    at the same rank, in one passage, which a run of trec_eval cannot say.
    """
    ranks = [place.rank for place in places]
    return sum(rank is not None and rank <= depth for rank in ranks) / len(ranks)
