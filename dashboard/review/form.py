"""The form on the right of the desk: the verdict, its details, its worth, its reason, saving it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from crawlers.clock import now
from dashboard.entry.signin import demand_still
from dashboard.review.answer import (
    LADDER,
    SAYS_MORE,
    Answer,
    asked,
    begun,
    confirmed,
    judgement,
    preview,
    unfilled,
    whole,
    worth_beside,
)
from dashboard.review.board import Board
from dashboard.review.desk import ReviewDesk
from dashboard.review.founded import Unfounded
from dashboard.review.outside import SORT_NAMES, VERDICTS_OF, Sort
from dashboard.review.queue import Line
from dashboard.wording.aside import effect_of
from dashboard.wording.language import _
from dashboard.wording.markup import described, plain
from dashboard.wording.printing import points
from dashboard.wording.words import ITEM
from data.indicators import Leaf
from data.people import NotAllowed
from data.phrases import fitting, phrases
from data.reviews import MARK_NAMES, Cell
from data.storage.database import StoreError
from data.storage.judging import last_number
from data.types import Finding, Judgement, Mark, Number, Outcome
from data.workflow import WorkflowError
from scoring.review import looked_through
from scoring.rounds import effective

State = st.session_state
_REFUSED, _OPEN = "review refused", "review open"
_BESIDE = {(name,) for sort, name in SORT_NAMES.items() if sort is not Sort.LEAF}


def form(
    shown: Board,
    desk: ReviewDesk,
    line: Line,
    found: Finding | None,
    said: Sequence[Judgement],
    go_on: Callable[[], None],
) -> None:
    """Everything a person fills in on one point.

    Args:
        said: judgements that the person may know of.
        go_on: called when the judgement was saved.
    """
    leaf, cell = shown.leaves[line.indicator_id], line.cell
    if not desk.judges(cell[0], line.mark):
        st.info(_("只能查看：没有评审这一项的权限，或与该单位有关联须回避。"))
        return
    key = f"review {shown.round.id} {cell[0]} {cell[1]}"
    _open(key, shown, leaf, line.mark, found, said)
    _told(key, line.mark, said)
    st.caption(_("以“{mark_names}”身份评审").format(mark_names=_(MARK_NAMES[line.mark])))
    _verdicts(key, leaf, found, shown)
    answer = _answer(key, shown, leaf)
    would = judgement(cell, answer, "—", desk.person.id, now(), line.mark)
    _worth(shown, leaf, found, would)
    done = _ladder(key, leaf, found, answer)
    _phrases(key, leaf, answer.outcome)
    with st.form(f"{key} form", border=False):
        st.text_area(_("理由"), key=f"{key} reason", height=96, max_chars=2000)
        with st.container(horizontal=True):
            st.form_submit_button(
                _("保存并下一项"), type="primary", shortcut="S", on_click=_save,
                args=(desk, shown, cell, key, answer, line.mark, done, go_on),
            )  # fmt: skip
    _undo(desk, shown, cell, line.mark, said)


def _open(
    key: str,
    shown: Board,
    leaf: Leaf,
    mark: Mark,
    found: Finding | None,
    said: Sequence[Judgement],
) -> None:
    """When a point comes on screen: fill in what is in force, and note what its reader saw."""
    if State.get(_OPEN, ("",))[0] == key:
        return
    State.pop(_REFUSED, None)
    force = list(said)
    if mark is Mark.BLIND:  # to its author the own blind word is what stands
        force = [replace(j, mark=Mark.FIRST) for j in force]
    stands = effective({leaf.id: found} if found else {}, force).get(leaf.id)
    first = begun(leaf, stands)
    State[_OPEN] = (key, last_number(said, mark))
    words = shown.words(leaf.id)
    State[f"{key} outcome"] = first.outcome if first.outcome in words else Outcome.UNKNOWN
    State[f"{key} reason"] = stands.reason if stands and first.outcome in SAYS_MORE else ""
    for item, outcome in first.items.items():
        State[f"{key} item {item}"] = outcome
    for count, number in first.counts.items():
        State[f"{key} count {count}"] = _typed(number)


def _told(key: str, mark: Mark, said: Sequence[Judgement]) -> None:
    """What kept the last save back; nothing typed is lost."""
    if refused := State.get(_REFUSED):
        st.error(plain(refused), icon=":material/block:")
    if last_number(said, mark) != State[_OPEN][1]:
        st.button(
            _("我已看过最新意见，可以再次保存"), icon=":material/visibility:", on_click=_seen,
            args=(key, last_number(said, mark)),
        )  # fmt: skip


def _seen(key: str, number: int) -> None:
    State[_OPEN] = (key, number)
    State.pop(_REFUSED, None)


def _verdicts(key: str, leaf: Leaf, found: Finding | None, shown: Board) -> None:
    # A verdict that is not offered leaves its key free: fingers know the others.
    keys = {outcome: str(n) for n, outcome in enumerate(VERDICTS_OF[shown.sorts[leaf.id]], 1)}
    with st.container(horizontal=True, gap="xsmall"):
        for outcome, word in shown.words(leaf.id).items():
            chosen = State[f"{key} outcome"] is outcome
            st.button(
                word, key=f"{key} say {outcome}", shortcut=keys[outcome],
                type="primary" if chosen else "secondary",
                icon=":material/check:" if chosen else None,
                on_click=_say, args=(key, leaf, outcome, found),
            )  # fmt: skip


def _say(key: str, leaf: Leaf, outcome: Outcome, found: Finding | None) -> None:
    """Choose a verdict; a reason that nobody wrote himself gives way to one that fits."""
    offered = {text for each in Outcome for text in _offered(leaf, each)}
    mine = State.get(f"{key} reason", "").strip()
    own = found.reason if found else ""
    if not mine or mine in offered or mine == own:
        fit = _offered(leaf, outcome)
        same = found is not None and found.outcome is outcome
        State[f"{key} reason"] = own if same else fit[0] if fit else ""
    State[f"{key} outcome"] = outcome


def _answer(key: str, shown: Board, leaf: Leaf) -> Answer:
    """The verdict with items and counts, where the rule scores by them."""
    outcome = State[f"{key} outcome"]
    names = shown.names(leaf)
    items, counts = asked(leaf, names)
    if outcome not in SAYS_MORE or not (items or counts):
        return Answer(outcome)
    with st.container(border=True):
        for item in items:
            st.segmented_control(
                plain(names.get(item, item)), list(ITEM), format_func=lambda each: _(ITEM[each]),
                key=f"{key} item {item}", on_change=_together, args=(key, items),
            )  # fmt: skip
        for count in counts:
            st.number_input(
                plain(names.get(count, count)), min_value=0, step=1, key=f"{key} count {count}"
            )
    said = {i: State[f"{key} item {i}"] for i in items if State.get(f"{key} item {i}")}
    counted: dict[str, Number] = {
        c: _exact(State[f"{key} count {c}"])
        for c in counts
        if State.get(f"{key} count {c}") is not None
    }
    return Answer(outcome, said, counted)


def _together(key: str, items: Sequence[str]) -> None:
    said = [State.get(f"{key} item {item}") for item in items]
    if all(said):
        State[f"{key} outcome"] = whole(each for each in said if each)


def _worth(shown: Board, leaf: Leaf, found: Finding | None, would: Judgement) -> None:
    if (sort := shown.sorts[leaf.id]) is not Sort.LEAF:
        st.html(described([(_("得分预览"), worth_beside(shown.scheme, sort, leaf, would))]))
        return
    if would.outcome is Outcome.NOT_APPLICABLE:
        st.html(described([(_("得分预览"), _("不涉及：{effect}").format(effect=effect_of(leaf)))]))
        return
    worth = preview(leaf, found, would)
    told = _("{got} ÷ {full} 分").format(got=points(worth.got), full=points(worth.full))
    if worth.lost:
        told += _("，失 {lost} 分").format(lost=points(worth.lost))
    if worth.open:
        told += _("，待核查 {open} 分").format(open=points(worth.open))
    st.html(described([(_("得分预览"), told)]))


def _ladder(key: str, leaf: Leaf, found: Finding | None, answer: Answer) -> list[str]:
    """The steps of confirmation that a person takes before a zero where nobody saw all of it."""
    if answer.outcome is not Outcome.MISSING or not leaf.check or looked_through(found):
        return []
    st.warning(_("核查没有看全。认定“不符合”前，请逐项确认："), icon=":material/checklist:")
    return [step for step in LADDER if st.checkbox(_(step), key=f"{key} step {step}")]


def _phrases(key: str, leaf: Leaf, outcome: Outcome) -> None:
    offered = _offered(leaf, outcome)
    if not offered:
        return
    st.selectbox(
        _("常用理由"), offered, index=None,
        placeholder=_("选一句填入理由，再改"), key=f"{key} phrase {outcome}",
        on_change=_fill, args=(key, outcome),
    )  # fmt: skip


def _fill(key: str, outcome: Outcome) -> None:
    if text := State.get(f"{key} phrase {outcome}"):
        State[f"{key} reason"] = text


def _save(
    desk: ReviewDesk,
    shown: Board,
    cell: Cell,
    key: str,
    answer: Answer,
    mark: Mark,
    done: Sequence[str],
    go_on: Callable[[], None],
) -> None:
    reason = State[f"{key} reason"]
    if blanks := unfilled(reason):
        State[_REFUSED] = _("理由里还有要填写的地方：{blanks}").format(blanks="、".join(blanks))
        return
    made = judgement(cell, answer, confirmed(reason, done), desk.person.id, now(), mark)
    try:
        demand_still(desk.person)
        desk.judge(shown.round.id, [(made, State[_OPEN][1])], confirmed=len(done) == len(LADDER))
    except (StoreError, Unfounded, NotAllowed, WorkflowError) as error:
        State[_REFUSED] = str(error)
        return
    State.pop(_OPEN, None)
    word = shown.words(cell[1])[answer.outcome]
    st.toast(_("已保存：{word}").format(word=word), icon=":material/check:")
    go_on()


def _undo(
    desk: ReviewDesk, shown: Board, cell: Cell, mark: Mark, said: Sequence[Judgement]
) -> None:
    own = [j for j in said if j.mark is mark]
    if own and own[-1].by == desk.person.id:
        st.button(
            _("撤销我的意见"), shortcut="U", icon=":material/undo:", type="tertiary",
            on_click=_undone, args=(desk, shown.round.id, cell, mark),
        )  # fmt: skip


def _undone(desk: ReviewDesk, round_id: str, cell: Cell, mark: Mark) -> None:
    try:
        demand_still(desk.person)
        desk.undo(round_id, cell, mark, now())
    except (StoreError, NotAllowed, WorkflowError) as error:
        State[_REFUSED] = str(error)
        return
    State.pop(_OPEN, None)
    st.toast(_("已恢复原来的结果"), icon=":material/undo:")


def _offered(leaf: Leaf, outcome: Outcome) -> list[str]:
    """Phrases that fit; of what stands beside the tree none, they speak of indicators."""
    if leaf.path in _BESIDE:
        return []
    return fitting(phrases(), outcome, f"{' '.join(leaf.path)} {leaf.name} {leaf.rule}")


def _typed(number: Number) -> int | float:
    return int(number) if number == int(number) else float(number)


def _exact(typed: float) -> Number:
    value = Fraction(Decimal(str(typed)))
    return int(value) if value.denominator == 1 else value
