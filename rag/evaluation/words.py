"""What tables and pages of an evaluation call things, in Japanese and English."""

from __future__ import annotations

from typing import Final

from index.wording import UiLanguage, Wording

__all__ = ["figure_name", "word"]

_FIGURES: Final = {
    "hit@1": Wording(ja="hit@1", en="hit@1"),
    "hit@5": Wording(ja="hit@5", en="hit@5"),
    "hit@10": Wording(ja="hit@10", en="hit@10"),
    "recall@10": Wording(ja="再現率@10", en="recall@10"),
    "mrr@10": Wording(ja="MRR@10", en="MRR@10"),
    "ndcg@10": Wording(ja="nDCG@10", en="nDCG@10"),
    "answered": Wording(ja="回答した割合", en="Answered"),
    "abstention precision": Wording(ja="保留の適合率", en="Abstention precision"),
    "abstention recall": Wording(ja="保留の再現率", en="Abstention recall"),
    "abstention F1": Wording(ja="保留のF1", en="Abstention F1"),
    "short answer exact": Wording(ja="短い答えが一致", en="Short answer exact"),
    "short answer contained": Wording(ja="短い答えが正解を含む", en="Short answer contains gold"),
    "first sentence right": Wording(ja="最初の文が正しい", en="First sentence right"),
    "citation precision": Wording(ja="引用の適合率", en="Citation precision"),
    "citation recall": Wording(ja="引用の再現率", en="Citation recall"),
}
_WORDS: Final = {
    # titles
    "retrieval": Wording(
        ja="検索：{name}（答えのある質問 {n}件、下段は95%信頼区間）",
        en="Retrieval: {name} ({n} answerable questions; 95% confidence intervals below)",
    ),
    "differences": Wording(
        ja="{reference} との差（対応のある並べ替え検定、両側）",
        en="Difference from {reference} (paired randomisation test, two-sided)",
    ),
    "tags": Wording(ja="検索：タグ別の平均", en="Retrieval: means by tag"),
    "answers": Wording(ja="回答と保留", en="Answers and abstentions"),
    "latency": Wording(ja="所要時間（ミリ秒）", en="Latency (milliseconds)"),
    "baseline": Wording(
        ja="以前の結果（{path}）との差（{n}問）",
        en="Change since {path} ({n} questions)",
    ),
    "baseline_answers": Wording(
        ja="以前の結果（{path}）との差：回答", en="Change since {path}: answers"
    ),
    "better": Wording(ja="最もよくなった質問（{system}）", en="Gained most ({system})"),
    "worse": Wording(ja="最も悪くなった質問（{system}）", en="Lost most ({system})"),
    "failures": Wording(
        ja="うまく見つからなかった質問（{system}）", en="Questions that failed ({system})"
    ),
    # headings of columns
    "system": Wording(ja="方式", en="System"),
    "tag": Wording(ja="タグ", en="Tag"),
    "questions": Wording(ja="質問数", en="Questions"),
    "question": Wording(ja="質問", en="Question"),
    "figure": Wording(ja="指標", en="Figure"),
    "value": Wording(ja="値", en="Value"),
    "difference": Wording(ja="差", en="Difference"),
    "interval": Wording(ja="95%信頼区間", en="95% interval"),
    "p": Wording(ja="p値", en="p"),
    "p_holm": Wording(ja="p値（Holm補正）", en="p (Holm)"),
    "before": Wording(ja="以前", en="Before"),
    "after": Wording(ja="今回", en="Now"),
    "answering": Wording(ja="回答", en="answering"),
    # failures
    "gold": Wording(ja="正解", en="Gold"),
    "rank": Wording(ja="{rank}位", en="rank {rank}"),
    "not_found": Wording(ja="{depth}位までになし", en="not among the first {depth}"),
    "instead": Wording(ja="1位にあったもの", en="First instead"),
    "no_failures": Wording(ja="すべて上位に見つかりました。", en="All stand at the top."),
    # the page
    "title": Wording(ja="評価：{name}", en="Evaluation: {name}"),
    "summary": Wording(
        ja="{made_at} に測定。質問 {questions}件（うち答えあり {answerable}件）。",
        en="Measured {made_at}. {questions} questions, {answerable} of them answerable.",
    ),
    "ndcg_plot": Wording(ja="nDCG@10 と95%信頼区間", en="nDCG@10 with 95% confidence intervals"),
    "recall_plot": Wording(
        ja="再現率：上位 k 件に入る正解の割合", en="Recall: share of the gold within the first k"
    ),
    "latency_plot": Wording(
        ja="所要時間：この時間内に終わった質問の割合（99パーセンタイルまで）",
        en="Latency: share of questions done within this time (to the 99th percentile)",
    ),
    "risk_plot": Wording(ja="回答率と誤り率", en="Risk and coverage"),
    "risk_note": Wording(
        ja="確信度の高い順に回答を増やしたとき、横軸は全質問のうち回答した割合、縦軸は回答のうち誤りの割合。"
        "答えのない質問への回答と、最初の引用が正解でない回答を誤りとする。右端が実際の動作点で、"
        "保留した質問は含まない。",
        en="Answers are taken in by falling confidence: the share of all questions answered, against the "
        "share of wrong ones among them. Wrong is an answer to a question that the minutes do not "
        "answer, and one whose first citation is no gold. The right end is how the system was set; "
        "what it abstained on is not drawn.",
    ),
    "milliseconds": Wording(ja="ミリ秒", en="ms"),
    "depth_axis": Wording(ja="k（順位）", en="k (rank)"),
    "coverage_axis": Wording(ja="回答した割合", en="coverage"),
    "questions_note": Wording(
        ja="区間は質問を引き直すブートストラップ（{resamples}回、シード {seed}）。"
        "検定は符号の並べ替え（{permutations}回、質問が少なければ全通り、両側）。",
        en="Intervals: percentile bootstrap over questions ({resamples} resamples, seed {seed}). "
        "Test: two-sided paired randomisation by sign flips ({permutations}; all where few).",
    ),
    "made_with": Wording(ja="測定の条件", en="Measured with"),
    "question_set": Wording(ja="質問集", en="Test set"),
    "settings": Wording(ja="設定", en="Settings"),
    "versions": Wording(ja="版", en="Versions"),
    "machine": Wording(ja="機械", en="Machine"),
}


def figure_name(figure: str, language: UiLanguage) -> str:
    """What a figure is called; rank figures and those of answers."""
    return _FIGURES[figure].render(language)


def word(name: str, language: UiLanguage, /, **slots: object) -> str:
    """A title, a heading or a remark."""
    return _WORDS[name].render(language, **slots)
