"""The stages of a round as a state machine: what may be done when, and what a step forward needs.

Pure: how much work is left is counted elsewhere and passed in; who may move a round is in
`data.people`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from data.workflow import STAGE_NAMES, Stage

ORDER = tuple(Stage)
SKIPPABLE = frozenset({Stage.SELF_CHECK, Stage.SECOND_REVIEW, Stage.APPEALS, Stage.RECHECK})


class Act(StrEnum):
    """What a round's stage allows or freezes."""

    COLLECT = "collect"
    CHECK = "check"
    JUDGE = "judge"
    SCORE = "score"
    TELL = "tell"  # hand units their lists
    APPEAL = "appeal"
    ASK_EXCUSE = "ask_excuse"
    DECIDE = "decide"  # appeals and excuses
    RECTIFY = "rectify"  # the register: units report, reviewers re-check
    NOTIFY = "notify"  # a numbered document to one unit
    ANNOUNCE = "announce"  # a numbered document of all units


ACT_NAMES: Mapping[Act, str] = {
    Act.COLLECT: "采集",
    Act.CHECK: "核查",
    Act.JUDGE: "评审",
    Act.SCORE: "计分",
    Act.TELL: "反馈问题清单",
    Act.APPEAL: "申诉",
    Act.ASK_EXCUSE: "申报不涉及或情况说明",
    Act.DECIDE: "裁定申诉和情况说明",
    Act.RECTIFY: "登记整改",
    Act.NOTIFY: "向单位制发报告或整改通知书",
    Act.ANNOUNCE: "制发排名通报或总报告",
}


def _span(first: Stage, last: Stage) -> frozenset[Stage]:
    return frozenset(ORDER[ORDER.index(first) : ORDER.index(last) + 1])


# Findings stand still once units were told of them, judgements from the final score on, points
# from the publication on. The register of rectification lives on: a notice sets dates of its own.
# What is issued under a number never changes: to units from when they are told, of all units from
# when nothing is left to review or to appeal.
_ALLOWED: Mapping[Act, frozenset[Stage]] = {
    Act.COLLECT: _span(Stage.COLLECTING, Stage.SECOND_REVIEW),
    Act.CHECK: _span(Stage.COLLECTING, Stage.SECOND_REVIEW),
    Act.JUDGE: _span(Stage.COLLECTING, Stage.RECHECK),
    Act.SCORE: _span(Stage.COLLECTING, Stage.FINAL),
    Act.TELL: frozenset({Stage.FEEDBACK}),
    Act.APPEAL: _span(Stage.FEEDBACK, Stage.APPEALS),
    Act.ASK_EXCUSE: _span(Stage.SELF_CHECK, Stage.APPEALS),
    Act.DECIDE: _span(Stage.COLLECTING, Stage.RECHECK),
    Act.RECTIFY: _span(Stage.FEEDBACK, Stage.PUBLISHED),
    Act.NOTIFY: _span(Stage.FEEDBACK, Stage.ARCHIVED),
    Act.ANNOUNCE: _span(Stage.FINAL, Stage.ARCHIVED),
}


@dataclass(frozen=True, slots=True)
class Work:
    """What is not done yet, in numbers. Names are those of `_LACKING`."""

    no_units: int = 0  # 1 when the round has none
    unfinished_sites: int = 0
    unchecked: int = 0  # units without findings, or collected again since
    unjudged: int = 0  # manual leaves × units without a judgement
    suspected: int = 0  # heavy verdicts × units that wait for a person
    second_reviews: int = 0  # second marks and arbitrations not given
    unscored: int = 0  # units whose points do not take in the last finding or judgement
    untold: int = 0  # units that got no list
    days_to_appeal: int = 0  # until the last day of appeals
    open_appeals: int = 0
    open_excuses: int = 0
    unchecked_fixes: int = 0  # reported as done and not looked at again


_LACKING: Mapping[str, str] = {
    "no_units": "本轮还没有单位",
    "unfinished_sites": "还有 {} 个网站没有采集完",
    "unchecked": "还有 {} 个单位没有核查，或核查之后又采集过",
    "unjudged": "还有 {} 项人工指标没有评审意见",
    "suspected": "还有 {} 项疑似问题没有人工确认",
    "second_reviews": "还有 {} 项复核没有完成",
    "unscored": "还有 {} 个单位的得分没有计入最近的核查或评审结果",
    "untold": "还有 {} 个单位没有收到问题清单",
    "days_to_appeal": "申诉期限还有 {} 天",
    "open_appeals": "还有 {} 件申诉没有裁定",
    "open_excuses": "还有 {} 件不涉及或情况说明没有审批",
    "unchecked_fixes": "还有 {} 项已报整改没有复查",
}
# What must be done before a stage begins, beside all that the stages skipped on the way ask.
_BEFORE: Mapping[Stage, tuple[str, ...]] = {
    Stage.SELF_CHECK: ("no_units",),
    Stage.COLLECTING: ("no_units",),
    Stage.FIRST_REVIEW: ("unfinished_sites", "unchecked"),
    Stage.SECOND_REVIEW: ("unjudged", "suspected"),
    Stage.FEEDBACK: ("second_reviews", "unscored"),
    Stage.APPEALS: ("untold",),
    Stage.RECHECK: ("days_to_appeal", "open_appeals", "open_excuses"),
    Stage.FINAL: ("open_appeals", "open_excuses", "unchecked_fixes", "second_reviews", "unscored"),
    Stage.PUBLISHED: ("unscored",),
    Stage.ARCHIVED: (),
}
# What a round without the stage does not ask.
_OF_STAGE = {Stage.SECOND_REVIEW: "second_reviews", Stage.APPEALS: "days_to_appeal"}

assert {field.name for field in fields(Work)} == _LACKING.keys()


def allowed(act: Act, stage: Stage | None) -> bool:
    """Whether something may be done now.

    Args:
        stage: None: nobody leads the round by stages, and nothing is frozen.
    """
    return stage is None or stage in _ALLOWED[act]


def refusal(act: Act, stage: Stage | None) -> str:
    """Why something may not be done now, in Chinese; empty when it may."""
    if stage is None or allowed(act, stage):
        return ""
    may = [each for each in ORDER if each in _ALLOWED[act]]
    when = f"“{STAGE_NAMES[may[0]]}”"
    if len(may) > 1:
        when += f"到“{STAGE_NAMES[may[-1]]}”"
    return f"本轮现处“{STAGE_NAMES[stage]}”阶段，不能{ACT_NAMES[act]}；{when}阶段才可以"


def following(stage: Stage, skips: Collection[Stage] = ()) -> Stage | None:
    """The stage after this one in a round that does without some."""
    later = ORDER[ORDER.index(stage) + 1 :]
    return next((each for each in later if each not in skips), None)


def preceding(stage: Stage, skips: Collection[Stage] = ()) -> Stage | None:
    """The stage before this one, to go back to; none from the archive, which is the end."""
    if stage is Stage.ARCHIVED:
        return None
    earlier = ORDER[: ORDER.index(stage)]
    return next((each for each in reversed(earlier) if each not in skips), None)


def lacking(stage: Stage, to: Stage, work: Work, skips: Collection[Stage] = ()) -> tuple[str, ...]:
    """What must be done before a round goes on from one stage to a later one, in Chinese."""
    way = ORDER[ORDER.index(stage) + 1 : ORDER.index(to) + 1]
    void = {name for skipped, name in _OF_STAGE.items() if skipped in skips}
    asked = dict.fromkeys(name for each in way for name in _BEFORE[each] if name not in void)
    left = ((name, getattr(work, name)) for name in asked)
    return tuple(_LACKING[name].format(number) for name, number in left if number)


def faults_of_move(
    stage: Stage, to: Stage, work: Work, reason: str = "", skips: Collection[Stage] = ()
) -> tuple[str, ...]:
    """Why a round may not be moved so, in Chinese; empty when it may.

    One step forward when all is done, or one step back with a reason.
    """
    if to is stage:
        return (f"本轮已处“{STAGE_NAMES[stage]}”阶段",)
    if to in skips:
        return (f"本轮约定不设“{STAGE_NAMES[to]}”阶段",)
    if to is following(stage, skips):
        return lacking(stage, to, work, skips)
    if to is preceding(stage, skips):
        return () if reason.strip() else ("退回上一阶段须写明理由",)
    ways = (following(stage, skips), preceding(stage, skips))
    names = "”或“".join(STAGE_NAMES[each] for each in ways if each)
    where = f"只能转到“{names}”" if names else "不能再变动"
    return (f"本轮现处“{STAGE_NAMES[stage]}”阶段，{where}",)
