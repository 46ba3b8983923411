"""Who works with the platform, and who may do what: one table, asked wherever data is touched.

A unit sees itself and nothing of others; whoever is tied to a unit judges nothing of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is there for."""

    ADMINISTRATOR = "administrator"  # 管理员: accounts and the system, judges nothing
    ORGANISER = "organiser"  # 组织方（办公室）: rounds, appeals, publication
    EVALUATOR = "evaluator"  # 评估员: first judgement
    REVIEWER = "reviewer"  # 复核员: second judgement, sampled and disputed points
    EXPERT = "expert"  # 专家: indicators that ask for an expert
    LEADER = "leader"  # 领导: reads
    UNIT = "unit"  # 被评估单位: its own results


class Action(StrEnum):
    """What somebody does with a round or with the platform."""

    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT = "read_audit"
    BACK_UP = "back_up"
    MANAGE_UNITS = "manage_units"
    MANAGE_SCHEMES = "manage_schemes"
    MANAGE_ROUNDS = "manage_rounds"  # create, collect, check, score, assign
    MOVE_STAGE = "move_stage"
    PUBLISH = "publish"
    IMPORT_METRICS = "import_metrics"
    READ_RESULTS = "read_results"  # findings, evidence, points of a unit, before publication
    READ_RANKS = "read_ranks"  # of everybody, before publication
    READ_PUBLISHED = "read_published"
    READ_NOTES = "read_notes"  # what reviewers write for each other
    JUDGE = "judge"
    JUDGE_AGAIN = "judge_again"  # second mark, sample, arbitration
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    ASK_EXCUSE = "ask_excuse"  # 不涉及, 情况说明
    GRANT_EXCUSE = "grant_excuse"
    RECTIFY = "rectify"
    CLOSE_RECTIFICATION = "close_rectification"
    SELF_CHECK = "self_check"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in. `unit_id` is set exactly for the role UNIT."""

    id: str  # the name to sign in with
    name: str
    role: Role
    unit_id: str = ""
    tied: frozenset[str] = frozenset()  # units that the person worked for or is related to

    def __post_init__(self) -> None:
        if (self.role is Role.UNIT) != bool(self.unit_id):
            raise ValueError("exactly a person of a unit has a unit")


_OFFICE = {Role.ORGANISER}
_JUDGES = {Role.EVALUATOR, Role.REVIEWER, Role.EXPERT}
_INSIDE = {Role.ORGANISER, *_JUDGES}
_EVERYBODY = frozenset(Role)

# Who may do what; a person of a unit does what concerns one (`_OF_ONE_UNIT`) for the own one only.
_MAY: Mapping[Action, frozenset[Role]] = {
    Action.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Action.READ_AUDIT: frozenset({Role.ADMINISTRATOR, *_OFFICE}),
    Action.BACK_UP: frozenset({Role.ADMINISTRATOR}),
    Action.MANAGE_UNITS: frozenset({Role.ADMINISTRATOR, *_OFFICE}),
    Action.MANAGE_SCHEMES: frozenset(_OFFICE),
    Action.MANAGE_ROUNDS: frozenset(_OFFICE),
    Action.MOVE_STAGE: frozenset(_OFFICE),
    Action.PUBLISH: frozenset(_OFFICE),
    Action.IMPORT_METRICS: frozenset(_OFFICE),
    Action.READ_RESULTS: frozenset({*_INSIDE, Role.LEADER, Role.UNIT}),
    Action.READ_RANKS: frozenset({*_OFFICE, Role.REVIEWER, Role.LEADER}),
    Action.READ_PUBLISHED: _EVERYBODY,
    Action.READ_NOTES: frozenset(_INSIDE),
    Action.JUDGE: frozenset(_JUDGES),
    Action.JUDGE_AGAIN: frozenset({Role.REVIEWER}),
    Action.APPEAL: frozenset({Role.UNIT}),
    Action.DECIDE_APPEAL: frozenset({*_OFFICE, Role.REVIEWER}),
    Action.ASK_EXCUSE: frozenset({Role.UNIT}),
    Action.GRANT_EXCUSE: frozenset(_OFFICE),
    Action.RECTIFY: frozenset({Role.UNIT}),
    Action.CLOSE_RECTIFICATION: frozenset({*_OFFICE, Role.REVIEWER}),
    Action.SELF_CHECK: _EVERYBODY,
}
# What concerns one unit: to be asked with it.
_OF_ONE_UNIT = frozenset(
    {
        Action.READ_RESULTS, Action.READ_NOTES, Action.JUDGE, Action.JUDGE_AGAIN, Action.APPEAL,
        Action.DECIDE_APPEAL, Action.ASK_EXCUSE, Action.GRANT_EXCUSE, Action.RECTIFY,
        Action.CLOSE_RECTIFICATION,
    }
)  # fmt: skip
_VERDICTS = frozenset(
    {
        Action.JUDGE, Action.JUDGE_AGAIN, Action.DECIDE_APPEAL, Action.GRANT_EXCUSE,
        Action.CLOSE_RECTIFICATION,
    }
)  # fmt: skip


class NotAllowed(PermissionError):
    """A person may not do this; the message is one Chinese sentence."""


def may(person: Person, action: Action, unit_id: str = "") -> bool:
    """Whether a person may do something, of one unit where the action concerns one.

    Raises:
        ValueError: the action concerns one unit and none is given, or the reverse.
    """
    if (action in _OF_ONE_UNIT) != bool(unit_id):
        raise ValueError(
            f"{action} is asked {'with' if action in _OF_ONE_UNIT else 'without'} a unit"
        )
    if person.role not in _MAY[action]:
        return False
    if person.role is Role.UNIT and unit_id and unit_id != person.unit_id:
        return False
    return not (action in _VERDICTS and unit_id in person.tied)


def demand(person: Person, action: Action, unit_id: str = "") -> None:
    """Raises NotAllowed where `may` says no."""
    if not may(person, action, unit_id):
        tied = action in _VERDICTS and unit_id in person.tied
        why = "与该单位有关联，须回避" if tied else "没有这项权限"
        raise NotAllowed(f"{person.name}（{ROLE_NAMES[person.role]}）{why}：{ACTION_NAMES[action]}")


ROLE_NAMES: Mapping[Role, str] = {
    Role.ADMINISTRATOR: "管理员",
    Role.ORGANISER: "组织方",
    Role.EVALUATOR: "评估员",
    Role.REVIEWER: "复核员",
    Role.EXPERT: "专家",
    Role.LEADER: "领导",
    Role.UNIT: "被评估单位",
}
ACTION_NAMES: Mapping[Action, str] = {
    Action.MANAGE_PEOPLE: "管理账号",
    Action.READ_AUDIT: "查看操作日志",
    Action.BACK_UP: "备份和恢复",
    Action.MANAGE_UNITS: "维护单位名册",
    Action.MANAGE_SCHEMES: "维护指标体系",
    Action.MANAGE_ROUNDS: "组织评估轮次",
    Action.MOVE_STAGE: "推进评估阶段",
    Action.PUBLISH: "通报结果",
    Action.IMPORT_METRICS: "导入填报数据",
    Action.READ_RESULTS: "查看单位的结果",
    Action.READ_RANKS: "查看通报前的排名",
    Action.READ_PUBLISHED: "查看已通报的结果",
    Action.READ_NOTES: "查看评审备注",
    Action.JUDGE: "评审",
    Action.JUDGE_AGAIN: "复核",
    Action.APPEAL: "申诉",
    Action.DECIDE_APPEAL: "裁定申诉",
    Action.ASK_EXCUSE: "申报不涉及或情况说明",
    Action.GRANT_EXCUSE: "批准不涉及或情况说明",
    Action.RECTIFY: "反馈整改",
    Action.CLOSE_RECTIFICATION: "认定整改",
    Action.SELF_CHECK: "自查",
}
