"""An EvaluationReport → one HTML page that needs no other file, no script and no network.

For a browser or a printer, light or dark. Everything that a report holds as text is escaped. Nothing is
measured or computed here: tables.py and curves.py do that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from index.wording import UiLanguage

from .baseline import BaselineComparison
from .curves import latency_curve, recall_curve, risk_coverage_curve
from .failures import Failure, found_instead, gold_place, worst_questions
from .report import EvaluationReport
from .svg import Axis, Interval, Line, interval_chart, line_chart
from .tables import ReportTable, baseline_tables, report_tables, tag_table
from .words import word

__all__ = ["report_page"]

# Names of systems and figures stay on one line; questions do not.
_NOT_BROKEN: Final = 24
_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c2126; --dim: #59636e; --rule: #d5dae0; --paper: #fff;
  --s0: #0062a3; --s1: #c24a00; --s2: #00795a; --s3: #a3477f; --s4: #7a6400; --s5: #4d5560; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --dim: #9aa5b1; --rule: #39424c;
  --paper: #14181c; --s0: #5ab4ee; --s1: #ff9350; --s2: #35c79d; --s3: #e58fc0; --s4: #e0c24a;
  --s5: #b4bdc7; } }
@media print { :root { color-scheme: light; --ink: #000; --dim: #444; --rule: #bbb; --paper: #fff;
  --s0: #0062a3; --s1: #c24a00; --s2: #00795a; --s3: #a3477f; --s4: #7a6400; --s5: #4d5560; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 70rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.6 system-ui, "Noto Sans JP", "Noto Sans CJK JP",
  "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2.5rem 0 .4rem; } h3 { font-size: .95rem; margin: 1rem 0 0; }
p { margin: .3rem 0; }
.dim, figcaption p { color: var(--dim); font-size: .875rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
  gap: 1.5rem 2rem; margin-top: 1.5rem; align-items: start; }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: .4rem; }
figcaption p { font-weight: 400; }
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 12px; fill: var(--dim); }
.grid { stroke: var(--rule); stroke-width: 1; }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
.bar { stroke-width: 5; stroke-linecap: butt; opacity: .45; }
.s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); }
.s3 { stroke: var(--s3); } .s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); }
.line.s1 { stroke-dasharray: 8 4; } .line.s2 { stroke-dasharray: 2 3; }
.line.s3 { stroke-dasharray: 10 3 2 3; } .line.s4 { stroke-dasharray: 5 2; }
.line.s5 { stroke-dasharray: 1 4; }
.dot.s0 { fill: var(--s0); } .dot.s1 { fill: var(--s1); } .dot.s2 { fill: var(--s2); }
.dot.s3 { fill: var(--s3); } .dot.s4 { fill: var(--s4); } .dot.s5 { fill: var(--s5); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { text-align: right; vertical-align: top; padding: .35rem .8rem .35rem 0; white-space: nowrap;
  border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
.text, .long { text-align: left; } .long { white-space: normal; min-width: 18rem; }
td small { color: var(--dim); font-size: .8rem; }
ol { padding-left: 1.4rem; } ol li { margin: .9rem 0; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .1rem 1rem;
  font-size: .875rem; margin: .4rem 0 1.2rem; }
dt { color: var(--dim); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
@media print { .plots { grid-template-columns: 1fr 1fr; }
  figure, tr, li { break-inside: avoid; } h2 { break-after: avoid; } }
"""


def report_page(
    report: EvaluationReport,
    language: UiLanguage,
    *,
    failures: int,
    baseline: BaselineComparison | None = None,
) -> str:
    """The page of a report.

    Args:
        report: what to show.
        language: of headings; questions and quotes stay as they are.
        failures: how many of the worst questions are listed at most.
        baseline: what changed since an earlier report.
    """
    facts = report.question_set
    title = escape(word("title", language, name=facts.name))
    tables = report_tables(report, language)
    if baseline:
        tables += baseline_tables(baseline, language)
    tables.append(tag_table(report, language))
    body = [
        f"<h1>{title}</h1>",
        _paragraph(
            word(
                "summary",
                language,
                made_at=f"{report.made_at:%Y-%m-%d %H:%M} UTC",
                questions=facts.questions,
                answerable=facts.answerable,
            )
        ),
        f'<div class="plots">{"".join(_plots(report, language))}</div>',
        *(_table(table) for table in tables if table.rows),
        _paragraph(
            word(
                "questions_note",
                language,
                resamples=f"{report.bootstrap.resamples:,}",
                seed=report.bootstrap.seed,
                permutations=f"{report.randomisation.permutations:,}",
            )
        ),
        *_failures(report, failures, language),
        *_circumstances(report, language),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


# ---------------------------------------------------------------------------------------------
# Plots


def _plots(report: EvaluationReport, language: UiLanguage) -> Iterable[str]:
    share = Axis("", 1.0)
    intervals = [
        Interval(system.name, found.value, found.low, found.high)
        for system in report.systems
        if (found := system.figures.get("ndcg@10"))
    ]
    if intervals:
        title = word("ndcg_plot", language)
        yield _figure(title, interval_chart(title, intervals, Axis("nDCG@10", 1.0)))
        title, depth = word("recall_plot", language), _depth(report)
        recalls = [Line(s.name, recall_curve(report, s.name, depth)) for s in report.systems]
        axis = Axis(word("depth_axis", language), depth)
        yield _figure(title, line_chart(title, recalls, axis, share))
    times = _latencies(report, language)
    if times:
        title = word("latency_plot", language)
        longest = max(line.points[-1][0] for line in times)
        axis = Axis(word("milliseconds", language), longest)
        yield _figure(title, line_chart(title, times, axis, share))
    risk = risk_coverage_curve(report)
    if risk:
        title = word("risk_plot", language)
        lines = [Line(word("answering", language), risk)]
        axis = Axis(word("coverage_axis", language), 1.0)
        yield _figure(title, line_chart(title, lines, axis, share), word("risk_note", language))


def _latencies(report: EvaluationReport, language: UiLanguage) -> list[Line]:
    taken = {
        system.name: [
            ranking.seconds
            for question in report.questions
            if (ranking := question.rankings.get(system.name)) and ranking.seconds is not None
        ]
        for system in report.systems
    }
    answers = [q.answer.given.seconds for q in report.questions if q.answer]
    taken[word("answering", language)] = answers
    return [Line(name, latency_curve(seconds)) for name, seconds in taken.items() if seconds]


def _depth(report: EvaluationReport) -> int:
    depth = report.settings["depth"]
    return depth if isinstance(depth, int) else 0


def _figure(title: str, plot: str, note: str = "") -> str:
    caption = escape(title) + (f"<p>{escape(note)}</p>" if note else "")
    return f"<figure><figcaption>{caption}</figcaption>{plot}</figure>"


# ---------------------------------------------------------------------------------------------
# Text


def _paragraph(text: str) -> str:
    return f'<p class="dim">{escape(text)}</p>'


def _table(table: ReportTable) -> str:
    head = _row("th", table.headings, table.names)
    body = "".join(_row("td", row, table.names) for row in table.rows)
    return (
        f'<h2>{escape(table.title)}</h2>\n<div class="scroll"><table>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _row(tag: str, cells: Sequence[str], names: int) -> str:
    return "<tr>" + "".join(_cell(tag, cell, i < names) for i, cell in enumerate(cells)) + "</tr>"


def _cell(tag: str, cell: str, is_text: bool) -> str:
    first, *below = cell.split("\n")
    text = escape(first) + "".join(f"<br><small>{escape(line)}</small>" for line in below)
    kind = "long" if len(cell) > _NOT_BROKEN else "text"
    return f'<{tag} class="{kind}">{text}</{tag}>' if is_text else f"<{tag}>{text}</{tag}>"


def _failures(report: EvaluationReport, most: int, language: UiLanguage) -> Iterable[str]:
    if report.systems:
        yield f"<h2>{escape(word('failures', language, system=report.systems[0].name))}</h2>"
        items = [_failure(each, report, language) for each in worst_questions(report, most)]
        yield f"<ol>{''.join(items)}</ol>" if items else _paragraph(word("no_failures", language))


def _failure(failure: Failure, report: EvaluationReport, language: UiLanguage) -> str:
    depth = _depth(report)
    facts = [(word("gold", language), gold_place(g, depth, language)) for g in failure.gold]
    if failure.instead:
        facts.append((word("instead", language), found_instead(failure.instead, language)))
    heading = (
        f"{escape(failure.text)} <small>({escape(failure.id)}, nDCG@10 {failure.ndcg:.3f})</small>"
    )
    return f"<li>{heading}{_definitions(facts)}</li>"


def _circumstances(report: EvaluationReport, language: UiLanguage) -> Iterable[str]:
    yield f"<h2>{escape(word('made_with', language))}</h2>"
    groups: dict[str, Mapping[str, object]] = {
        "question_set": report.question_set.model_dump(),
        "machine": report.machine,
        "versions": report.versions,
        "settings": report.settings,
    }
    for name, facts in groups.items():
        shown = [(key, str(value)) for key, value in facts.items() if value is not None]
        yield f"<h3>{escape(word(name, language))}</h3>{_definitions(shown)}"


def _definitions(facts: Iterable[tuple[str, str]]) -> str:
    items = (f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts)
    return f"<dl>{''.join(items)}</dl>"
