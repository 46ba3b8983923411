"""Every role, every action, the own and another unit."""

import pytest

from data.people import (
    ACTION_NAMES,
    ROLE_NAMES,
    Action,
    NotAllowed,
    Person,
    Role,
    demand,
    may,
)

# Role -> what it may do, of the own unit where there is one, and of any other unit.
ALLOWED = {
    Role.ADMINISTRATOR: "manage_people read_audit back_up manage_units read_published self_check",
    Role.ORGANISER: (
        "read_audit manage_units manage_schemes manage_rounds move_stage publish import_metrics "
        "read_results read_ranks read_published read_notes decide_appeal grant_excuse "
        "close_rectification self_check"
    ),
    Role.EVALUATOR: "read_results read_published read_notes judge self_check",
    Role.REVIEWER: (
        "read_results read_ranks read_published read_notes judge judge_again decide_appeal "
        "close_rectification self_check"
    ),
    Role.EXPERT: "read_results read_published read_notes judge self_check",
    Role.LEADER: "read_results read_ranks read_published self_check",
    Role.UNIT: "read_published self_check",
}
OF_ITSELF = "read_results appeal ask_excuse rectify"  # what a unit may do besides, of its own


def person(role: Role, **more: object) -> Person:
    return Person("zhang", "张三", role, unit_id="own" if role is Role.UNIT else "", **more)


def asked(who: Person, action: Action, unit_id: str) -> bool:
    try:
        return may(who, action, unit_id)
    except ValueError:
        return may(who, action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role, action: Action) -> None:
    own = f"{ALLOWED[role]} {OF_ITSELF}" if role is Role.UNIT else ALLOWED[role]
    assert asked(person(role), action, "own") is (action.value in own.split())
    assert asked(person(role), action, "other") is (action.value in ALLOWED[role].split())


@pytest.mark.parametrize(
    "action",
    ["judge", "judge_again", "decide_appeal", "grant_excuse", "close_rectification"],
)
@pytest.mark.parametrize("role", [Role.ORGANISER, Role.EVALUATOR, Role.REVIEWER, Role.EXPERT])
def test_nobody_decides_anything_about_a_unit_that_he_is_tied_to(role: Role, action: str) -> None:
    tied = person(role, tied=frozenset({"other"}))
    assert not may(tied, Action(action), "other")
    if action in ALLOWED[role].split():
        with pytest.raises(NotAllowed, match=r"张三（.*）与该单位有关联，须回避"):
            demand(tied, Action(action), "other")
        demand(tied, Action(action), "another")


def test_who_may_not_is_told_so() -> None:
    with pytest.raises(NotAllowed, match=r"^张三（被评估单位）没有这项权限：查看单位的结果$"):
        demand(person(Role.UNIT), Action.READ_RESULTS, "other")


def test_what_concerns_one_unit_is_asked_with_it() -> None:
    with pytest.raises(ValueError, match="with a unit"):
        may(person(Role.REVIEWER), Action.JUDGE)
    with pytest.raises(ValueError, match="without a unit"):
        may(person(Role.ORGANISER), Action.PUBLISH, "own")


@pytest.mark.parametrize(("role", "unit_id"), [(Role.UNIT, ""), (Role.LEADER, "own")])
def test_exactly_a_person_of_a_unit_has_one(role: Role, unit_id: str) -> None:
    with pytest.raises(ValueError, match="has a unit"):
        Person("zhang", "张三", role, unit_id)


def test_roles_and_actions_have_names() -> None:
    assert ROLE_NAMES.keys() == set(Role)
    assert ACTION_NAMES.keys() == set(Action)
