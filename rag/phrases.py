"""The frame of an answer around verbatim quotes, in the language of the question.

Japanese, English, Chinese and Korean; the quotes themselves are never translated.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.meeting import RecordKind, Speaker
from index.records import PassageRecord
from index.text import Language

__all__ = ["Phrases", "phrases_for"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates of one language.

    `said` frames the words of a verbatim record, `reported` those of a summary (the words are the
    writer's), `recorded` those without a speaker; `also_said` and `also_recorded` follow a sentence
    of the same speaker and meeting. Then come the reasons of an abstention, and what the words of the
    question narrowed the search to.
    """

    said: str
    reported: str
    recorded: str
    also_said: str
    also_recorded: str
    person: str
    with_post: str
    dated: str
    empty_library: str
    outside_filters: str
    nothing_near: str
    near_but_not_it: str
    narrowed_to_days: str
    narrowed_to_meeting: str
    narrowed_to_meetings: str
    narrowed_to_speaker: str
    lifted: str

    def frame(self, passage: PassageRecord, quote: str, n: int, *, follows: bool) -> str:
        """One sentence of the answer: who said it, in which meeting, and the quote with its number.

        Args:
            follows: the sentence before has the same speaker and meeting, which then go unsaid.
        """
        speaker = passage.remark.speaker
        return self._template(passage, follows=follows).format(
            who=self._who(speaker) if speaker else "",
            meeting=self._meeting(passage),
            quote=quote,
            n=n,
        )

    def _template(self, passage: PassageRecord, *, follows: bool) -> str:
        if passage.remark.speaker is None:
            return self.also_recorded if follows else self.recorded
        if follows:
            return self.also_said
        return self.reported if passage.meeting_kind is RecordKind.SUMMARY else self.said

    def _who(self, speaker: Speaker) -> str:
        name = self.person.format(name=speaker.name) if speaker.name else speaker.as_written
        post = " ".join(p for p in (speaker.affiliation, speaker.role) if p and p not in name)
        return self.with_post.format(name=name, post=post) if post else name

    def _meeting(self, passage: PassageRecord) -> str:
        if passage.meeting_date is None:
            return passage.meeting_title
        day = passage.meeting_date.isoformat()
        return self.dated.format(title=passage.meeting_title, date=day)


_PHRASES: dict[Language, Phrases] = {
    "ja": Phrases(
        said="{who}は、{meeting}で次のように述べています：「{quote}」[{n}]",
        reported="{who}の発言として、{meeting}に次の記録があります：「{quote}」[{n}]",
        recorded="{meeting}に次の記録があります：「{quote}」[{n}]",
        also_said="また、次のようにも述べています：「{quote}」[{n}]",
        also_recorded="また、次の記録もあります：「{quote}」[{n}]",
        person="{name}氏",
        with_post="{name}（{post}）",
        dated="{title}（{date}）",
        empty_library="ライブラリに会議録がありません。",
        outside_filters="指定された範囲（会議・発言者・期間など）には、発言がありません。",
        nothing_near="ライブラリの会議録には、この質問に関わる発言が見当たりません。",
        near_but_not_it="近い発言はありますが、この質問に答える記述は会議録に見当たりません。",
        narrowed_to_days="{period}の会議に絞りました。",
        narrowed_to_meeting="「{title}」に絞りました。",
        narrowed_to_meetings="「{words}」に当たる会議（{count}件）に絞りました。",
        narrowed_to_speaker="{who}の発言に絞りました。",
        lifted="「{words}」に絞ると発言がないため、そこには絞らずに探しました。",
    ),
    "en": Phrases(
        said="At {meeting}, {who} said: 「{quote}」[{n}]",
        reported="{meeting} records as the words of {who}: 「{quote}」[{n}]",
        recorded="{meeting} records: 「{quote}」[{n}]",
        also_said="Also by the same speaker: 「{quote}」[{n}]",
        also_recorded="It also records: 「{quote}」[{n}]",
        person="{name}",
        with_post="{name} ({post})",
        dated="{title} ({date})",
        empty_library="There are no minutes in the library.",
        outside_filters="No remark lies within the given meeting, speaker, role or period.",
        nothing_near="The minutes in the library say nothing near this question.",
        near_but_not_it="Some remarks come near, but nothing in the minutes answers this question.",
        narrowed_to_days="Searched only meetings of this time: {period}.",
        narrowed_to_meeting="Searched only this meeting: {title}.",
        narrowed_to_meetings="Searched only the {count} meetings that fit '{words}'.",
        narrowed_to_speaker="Searched only what was said by: {who}.",
        lifted="'{words}' would leave no remark, so the search was not narrowed to it.",
    ),
    "zh": Phrases(
        said="{who}在{meeting}上发言如下：「{quote}」[{n}]",
        reported="{meeting}记录了{who}的发言：「{quote}」[{n}]",
        recorded="{meeting}有如下记录：「{quote}」[{n}]",
        also_said="该发言者还说：「{quote}」[{n}]",
        also_recorded="另有如下记录：「{quote}」[{n}]",
        person="{name}",
        with_post="{name}（{post}）",
        dated="{title}（{date}）",
        empty_library="资料库中没有会议记录。",
        outside_filters="在指定的范围（会议、发言者、期间等）内没有发言。",
        nothing_near="资料库的会议记录中没有与此问题相关的发言。",
        near_but_not_it="有相近的发言，但会议记录中没有回答此问题的内容。",
        narrowed_to_days="已限定为{period}的会议。",
        narrowed_to_meeting="已限定为「{title}」。",
        narrowed_to_meetings="已限定为符合「{words}」的{count}次会议。",
        narrowed_to_speaker="已限定为{who}的发言。",
        lifted="限定为「{words}」则没有发言，因此未作此限定。",
    ),
    "ko": Phrases(
        said="{meeting}에서 {who}의 발언: 「{quote}」[{n}]",
        reported="{meeting}에 {who}의 발언으로 다음 기록이 있습니다: 「{quote}」[{n}]",
        recorded="{meeting}에 다음 기록이 있습니다: 「{quote}」[{n}]",
        also_said="같은 발언자는 다음과 같이도 말했습니다: 「{quote}」[{n}]",
        also_recorded="다음 기록도 있습니다: 「{quote}」[{n}]",
        person="{name}",
        with_post="{name}({post})",
        dated="{title}({date})",
        empty_library="라이브러리에 회의록이 없습니다.",
        outside_filters="지정한 범위(회의, 발언자, 기간 등)에는 발언이 없습니다.",
        nothing_near="라이브러리의 회의록에는 이 질문과 관련된 발언이 없습니다.",
        near_but_not_it="비슷한 발언은 있지만 이 질문에 답하는 내용은 회의록에 없습니다.",
        narrowed_to_days="{period} 회의로 좁혀 찾았습니다.",
        narrowed_to_meeting="「{title}」(으)로 좁혀 찾았습니다.",
        narrowed_to_meetings="「{words}」에 해당하는 회의 {count}건으로 좁혀 찾았습니다.",
        narrowed_to_speaker="{who}의 발언으로 좁혀 찾았습니다.",
        lifted="「{words}」(으)로 좁히면 발언이 없어, 좁히지 않고 찾았습니다.",
    ),
}


def phrases_for(language: Language) -> Phrases:
    """The templates of a language."""
    return _PHRASES[language]
