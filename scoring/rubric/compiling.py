"""From a sentence to the machine rule of a scheme: with the items and counts of a check where it
has them, with counts that a reviewer gives where it has not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from data.marked import number_text
from scoring.rubric.matching import Match
from scoring.rubric.sentence import Deduction, Element, Sentence, Share
from scoring.rubric.worth import times

Plain = object
HALF = Fraction(1, 2)
# A fault that says "it is not there", as a check says it of the whole: 未公开, 不具备, 未及时更新.
_ABSENT = re.compile(
    "未(?!同步|互相|制作|标注|邀请|说明|公开结果)|没有|不具备|缺失|不完整|不全|不完善|^无|不及时"
)


class RubricError(ValueError):
    """A rule that contradicts its points; the message is a Chinese sentence without the place."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A machine rule, ready for a scheme file."""

    scoring: Mapping[str, Plain]
    person_gives: tuple[str, ...] = ()
    figures: bool = True  # the sentence said how much; else a person judges the whole


def compiled(sentence: Sentence, points: Fraction, match: Match | None = None) -> Compiled:
    """The machine rule of a sentence for a leaf of `points`.

    Elements with points give a checklist, shares a ratio, faults a deduction each: what is printed
    is what is taken off. A fault that counts once and costs all of the leaf is the leaf's presence,
    and what is there in part gets half. Without figures a person judges: all, half or nothing.

    Raises:
        RubricError: elements do not add up to the points.
    """
    sentence = in_points(sentence, points)
    if len(sentence.elements) > 1 and not sentence.deductions:
        total = sum((each.points for each in sentence.elements), Fraction(0))
        if total != points:
            raise RubricError(
                f"规则中各考察点合计 {number_text(total)} 分，"
                f"该项分值是 {number_text(points)} 分，请改成一致"
            )
        items = {each.name: each.points for each in sentence.elements}
        keys = _keys(match, items) if match else None
        if match and keys is None:  # the check knows other elements: a person goes through these
            return compiled(sentence, points)
        return Compiled({"rule": "checklist", "items": keys or items})
    if is_mixed(sentence):  # one limit over all of it: a person counts
        lacking = [
            Deduction(f"没有做到：{e.name}", e.points, False) for e in _covering(sentence, points)
        ]
        steps = [_steps(sentence.share)] if sentence.share else []
        faults = (*lacking, *sentence.deductions, *steps)
        return _by_hand(replace(sentence, deductions=faults), points)
    if share := sentence.share:
        counts = match.words.share if match and match.words else ()
        way: dict[str, Plain] = {
            "rule": "ratio",
            "of": counts or ("达标数", "总数"),
            "full_at": share.full_at,
        }
        if share.step == 1:
            return Compiled({**way, "per_point": share.points})
        return Compiled({**way, "step": share.step, "each": share.points})
    if sentence.vague or not sentence.deductions:
        return Compiled({"rule": "presence", "partial": HALF}, figures=False)
    if match and not costs_all(sentence, points):
        return compiled(sentence, points)
    return _with_check(sentence, points, match) if match else _by_hand(sentence, points)


def in_points(sentence: Sentence, points: Fraction) -> Sentence:
    """The sentence with every share of the leaf (扣5%) as points of it."""
    deductions = tuple(
        replace(each, points=each.points * points, of_leaf=False) if each.of_leaf else each
        for each in sentence.deductions
    )
    share = sentence.share
    if share and share.of_leaf:
        share = replace(share, points=share.points * points, of_leaf=False)
    return replace(sentence, deductions=deductions, share=share)


def is_mixed(sentence: Sentence) -> bool:
    """Whether faults cost points beside 考察点 or a share that have points of their own."""
    return bool(sentence.deductions) and (sentence.marked or sentence.share is not None)


def _covering(sentence: Sentence, points: Fraction) -> tuple[Element, ...]:
    """The 考察点 of a leaf, where they make up all of it."""
    worth = sum((each.points for each in sentence.elements), Fraction(0))
    return sentence.elements if sentence.marked and worth == points else ()


def answers(sentence: Sentence, match: Match) -> bool:
    """Whether a check has what the rule asks: of a share, its two counts and nothing beside it."""
    known = match.words.share if match.words else ()
    return not is_mixed(sentence) and (sentence.share is None or bool(known))


def _steps(share: Share) -> Deduction:
    """A share as a fault that is counted: 每低10个百分点扣1分, three steps short, is three."""
    short = f"比例低于{number_text(share.full_at * 100)}%的每{number_text(share.step)}个百分点"
    return Deduction(short, share.points, each=True)


def costs_all(sentence: Sentence, points: Fraction) -> bool:
    """Whether what a check calls missing may take all of the leaf, as it does in scoring.

    It may not where every fault counts once and together they cost less than the leaf: a check
    would then take more than the table prints, so that only a person's count can score it.
    """
    if not sentence.deductions or any(each.each for each in sentence.deductions):
        return True
    sentence = in_points(sentence, points)
    return sum((each.points for each in sentence.deductions), Fraction(0)) >= points


def _by_hand(sentence: Sentence, points: Fraction) -> Compiled:
    """Faults that a person counts."""
    deductions = sentence.deductions
    first = deductions[0]
    if len(deductions) == 1 and not first.each and first.points >= points:
        return Compiled({"rule": "presence", "partial": HALF})
    if len(deductions) == 1 and first.listed and len(sentence.matters) > 1:
        return Compiled({"rule": "each_missing", "each": first.points, "items": sentence.matters})
    return Compiled({"rule": "deduct", "each": {each.fault: each.points for each in deductions}})


@dataclass(frozen=True, slots=True)
class _Part:
    """One deduction as a rule; `worth` is None for faults without a limit."""

    worth: Fraction | None
    scoring: Mapping[str, Plain]
    counts: Mapping[str, Fraction]  # of a deduct
    person: tuple[str, ...] = ()


def _with_check(sentence: Sentence, points: Fraction, match: Match) -> Compiled:
    if either := _either(sentence, match):
        return either
    parts = [part for each in sentence.deductions for part in _parts(each, sentence, match)]
    if len(parts) == 1:
        return Compiled(parts[0].scoring, parts[0].person)
    person = tuple(key for part in parts for key in part.person)
    if all(part.counts for part in parts):
        each: dict[str, Fraction] = {}
        for part in parts:
            each |= part.counts
        return Compiled({"rule": "deduct", "each": each}, person)
    worths = [part.worth for part in parts]
    bounded = [worth for worth in worths if worth is not None]
    if len(bounded) < len(worths) or sum(bounded, Fraction(0)) != points:
        # 扣完为止 is a limit over all faults, not over each: the check collects, a person counts.
        faults = {each.fault: each.points for each in sentence.deductions}
        return Compiled({"rule": "deduct", "each": faults}, tuple(faults))
    return Compiled(
        {
            "rule": "composite",
            "parts": tuple(
                {"points": worth, **part.scoring}
                for worth, part in zip(bounded, parts, strict=True)
            ),
        },
        person,
    )


def _either(sentence: Sentence, match: Match) -> Compiled | None:
    """One deduction for either of two faults, of which a check sees only that something is not
    there: 未公开制度或执行不到位的，扣0.2分. The other one is a person's to see.
    """
    (fault, *more) = sentence.deductions
    ways = [way for way in re.split("或者?", fault.fault) if way]
    lacking = [way for way in ways if _ABSENT.search(way)]
    others = [way for way in ways if way not in lacking]
    items = _named(match, lacking[0]) or match.items if lacking else ()
    if more or fault.each or not others or len(items) != 1:
        return None
    by_hand = {"rule": "deduct", "each": dict.fromkeys(others, fault.points)}
    return Compiled(
        {"rule": "capped", "unless": items[0], "at": Fraction(0), "scoring": by_hand}, tuple(others)
    )


def _named(match: Match, fault: str) -> tuple[str, ...]:
    """The items of a check that a fault names."""
    words = match.words.items if match.words else {}
    return tuple(key for key, said in words.items() if said.search(fault))


def _parts(deduction: Deduction, sentence: Sentence, match: Match) -> list[_Part]:
    """What a check can say of one fault, and what is left to a person."""
    words = match.words
    counts = words.counts if words else {}
    often = times(deduction, len(sentence.matters))
    worth = None if often is None else deduction.points * often
    by_fault = _named(match, deduction.fault)
    counted = [key for key, said in counts.items() if said.search(deduction.fault)]
    if deduction.each and counted:
        each = dict.fromkeys(counted, deduction.points)
        return [_Part(worth, {"rule": "deduct", "each": each}, each)]
    absent = bool(_ABSENT.search(deduction.fault))
    if not deduction.each:
        alone = absent and len(sentence.deductions) == 1
        items = by_fault or (match.items if alone else ())
        if items:
            return [_Part(worth, _missing(deduction.points, items), {})]
        if alone:
            return [_Part(worth, {"rule": "presence", "partial": HALF}, {})]
        return [_by_person(deduction, worth)]
    if often is None:
        return [_by_person(deduction, worth)]
    items = by_fault or match.items
    if not items and often == 1:
        return [_Part(worth, {"rule": "presence", "partial": HALF}, {})]
    if not items:  # a check that sees the whole cannot say how many of the listed are there
        return [_by_person(deduction, worth)]
    seen = _Part(
        deduction.points * min(len(items), often), _missing(deduction.points, items[:often]), {}
    )
    if often <= len(items):
        return [seen]
    name = f"其余事项{deduction.fault}"
    return [seen, _by_person(deduction, deduction.points * (often - len(items)), name)]


def _missing(each: Fraction, items: tuple[str, ...]) -> Mapping[str, Plain]:
    return {"rule": "each_missing", "each": each, "items": items}


def _by_person(deduction: Deduction, worth: Fraction | None, name: str = "") -> _Part:
    key = name or deduction.fault
    each = {key: deduction.points}
    return _Part(worth, {"rule": "deduct", "each": each}, each, (key,))


def _keys(match: Match, elements: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
    """The elements as items of the check; None when one of them is none, or two are the same."""
    found: dict[str, Fraction] = {}
    for name, points in elements.items():
        said = [
            k
            for k, words in (match.words.items if match.words else {}).items()
            if words.search(name)
        ]
        if len(said) != 1 or said[0] in found:
            return None
        found[said[0]] = points
    return found
