"""The form of scheme files: reader and JSON schema say the same of every key."""

import re
from copy import deepcopy
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from crawlers.registry import all_checks
from data.marked import Entry, Fault, read_marked
from data.rule_reading import READERS, read_rule
from data.scheme_form import FORMS, RULES
from data.scheme_schema import scheme_schema
from data.schemes import bind, bundled, parse_scheme, scheme_of

SCHEMA = scheme_schema()
DOCS = (Path(__file__).parents[1] / "docs" / "schemes.md").read_text(encoding="utf-8")

# Every form once, so that a key dropped, added or changed anywhere can be tried.
EVERY = """\
scheme:
  id: every
  title: 每个键
  kind: county
  version: 第1版
  region: 清河县
  year: 2023
  total: 100
  coverage_floor: 50%
  dates: {cut_off: 2023-11-30, capture: [2023-12-01, 2023-12-20], recheck: [2024-01-05, 2024-01-12]}
  parameters: {items: {name: 服务事项, value: 700, unit: 项}}
  grades: [{name: 先进, top: 0.25, min: 67}, {name: 合格, min: 60}, {name: 不合格, min: 0}]
  groups: [县市区]
  duties: {执法: 有执法权}
  vetoes:
    - {id: veto_a, name: 造假, effect: cap_at, value: 59, watch: [shown]}
    - {id: veto_b, name: 瞒报, effect: cap_grade, grade: 合格}
  bonus: {cap: 5, gate: 80, items: [{id: pilot, name: 试点, points: 2, evidence: 文件}]}
  penalties:
    - {id: corrected, name: 纠错率, points: 2, evidence: 复议决定,
       scoring: {rule: excess, of: [纠错, 案件], steps: [{above: 15, off: 1}]}}
  composition:
    renormalise: true
    parts:
      - {id: own, name: 第三方, share: 15, source: own}
      - {id: daily, name: 日常, share: 25, source: metric}
  publish: {mode: ends, n: 5}
  ties: dense
  performance_points: 4
sources: {law: 《条例》}
indicators:
  - id: web
    name: 网站
    weight: 100%
    children:
      - {id: shown, name: 有无, weight: 50%, method: auto, check: home_fresh, params: {days: 14},
         na: none, rule: 有 $items 项。, basis: [law], remedy: 补上。, sampling: 随机抽 5 个,
         responsible: 各局, typical_failure: 没有, evidence: 截图, scoring: {rule: presence}}
      - {id: counted, name: 计数, weight: 50%, method: semi, check: faults, person_gives: [n],
         na: flat_share, na_share: 80%, requires: [执法], rule: 无差错。, basis: [law],
         remedy: 改。,
         scoring: {rule: composite, parts: [{points: 50%, rule: deduct, each: {n: 0.5}},
           {points: 50%, rule: tiered, tiers: [{item: a, points: 100%}]}]}}
  - id: added_on
    name: 加挂
    points: 2
    extra: true
    children:
      - {id: hung, name: 挂, points: 2, method: manual, na: exclude, requires: [执法], rule: 有。,
         basis: [law], remedy: 补。, scoring: {rule: presence}}
"""
# Every way to write every rule, for 10 points.
SCORINGS = [
    "{rule: presence, partial: 0.4}",
    "{rule: presence, partial: 40%}",
    "{rule: checklist, items: {a: 50%, b: 5}, partial: 0.5}",
    "{rule: each_missing, each: 0.4, items: [a, b]}",
    "{rule: deduct, each: {n: 0.5}, per_thousand: m}",
    "{rule: ratio, of: [a, b], full_at: 0.9, step: 10, each: 0.7, open: c}",
    "{rule: ratio, of: [a, b], linear: true}",
    "{rule: ratio, of: [a, b], per_point: 0.1}",
    "{rule: tiered, tiers: [{item: a, points: 100%}, {item: b, points: 1}]}",
    "{rule: composite, parts: [{points: 50%, rule: presence},"
    " {points: 5, rule: ratio, of: [a, b], linear: true}]}",
    "{rule: survey, weights: {满意: 100, 不满意: 30}, min_valid: 10}",
    "{rule: target, of: 事项数, target: 700, floor: 600, partial: true}",
    "{rule: target, of: 天数, target: 5, at_most: true}",
    "{rule: excess, of: [天数], over: 20, each: 0.5}",
    "{rule: excess, of: [纠错, 案件], steps: [{above: 15, off: 1}]}",
    "{rule: sampled, of: [差错, 抽查], each: 0.1, whole: 总数}",
    "{rule: scale, grades: {优: 10, 良: 8, 中: 6, 差: 0}}",
    "{rule: placed, of: [名次, 参评数], last: 0.4}",
    "{rule: capped, unless: 目录, at: 60%, scoring: {rule: presence}}",
]
WRONG = [[], {}, [{}], True, -1, "", "无"]


def plain(value):
    """What an editor makes of the same YAML."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return float(value) if isinstance(value, Fraction) else value


def entry_of(value):
    """The value as if it had been read."""
    if isinstance(value, dict):
        return Entry(1, {key: entry_of(each) for key, each in value.items()})
    if isinstance(value, list):
        return Entry(1, [entry_of(each) for each in value])
    return Entry(1, Fraction(str(value)) if isinstance(value, float) else value)


def read(text):
    return plain(read_marked(text).plain())


FILE = Draft202012Validator(SCHEMA)
RULE = Draft202012Validator({"$ref": "#/$defs/rule", "$defs": SCHEMA["$defs"]})


def file_is_read(value):
    try:
        scheme_of(entry_of(value), "x.yaml")
    except Fault:
        return False
    return True


def rule_is_read(value):
    try:
        read_rule(entry_of(value), Fraction(10))
    except Fault:
        return False
    return True


WHOLE = read(EVERY)
PLACES = {
    "file": (),
    "scheme": ("scheme",),
    "dates": ("scheme", "dates"),
    "parameter": ("scheme", "parameters", "items"),
    "grade": ("scheme", "grades", 0),
    "veto": ("scheme", "vetoes", 0),
    "bonus": ("scheme", "bonus"),
    "bonus_item": ("scheme", "bonus", "items", 0),
    "penalty": ("scheme", "penalties", 0),
    "composition": ("scheme", "composition"),
    "part": ("scheme", "composition", "parts", 1),
    "publish": ("scheme", "publish"),
    "node": ("indicators", 0),
    "leaf": ("indicators", 0, "children", 0),
    "step": ("scheme", "penalties", 0, "scoring", "steps", 0),
    "tier": ("indicators", 0, "children", 1, "scoring", "parts", 1, "tiers", 0),
}


def changed(place, change):
    value = found = deepcopy(WHOLE)
    for key in place:
        found = found[key]
    change(found)
    return value


def test_a_file_with_every_key_is_read_and_fits():
    assert parse_scheme(EVERY, "x.yaml").id == "every"
    assert file_is_read(WHOLE)
    assert [error.message for error in FILE.iter_errors(WHOLE)] == []
    assert PLACES.keys() - {"file"} == FORMS.keys()


@pytest.mark.parametrize("text", SCORINGS)
def test_every_rule_is_read_and_fits(text):
    value = read(text)
    assert rule_is_read(value)
    assert [error.message for error in RULE.iter_errors(value)] == []
    assert not rule_is_read(value | {"unheard_of": "x"})
    assert not RULE.is_valid(value | {"unheard_of": "x"})
    for key, each in RULES[value["rule"]].items():
        without = {name: said for name, said in value.items() if name != key}
        if each.must:
            assert not rule_is_read(without)
            assert not RULE.is_valid(without)
        for wrong in WRONG:
            if rule_is_read(without | {key: wrong}):
                assert RULE.is_valid(without | {key: wrong}), (key, wrong)


def test_every_key_of_every_rule_is_written_above():
    assert RULES.keys() == READERS.keys()
    for name, form in RULES.items():
        written = (read(text) for text in SCORINGS)
        said = set().union(*(value for value in written if value["rule"] == name))
        assert said == set(form), name


@pytest.mark.parametrize("name", PLACES)
def test_an_unknown_key_is_refused_by_both(name):
    value = changed(PLACES[name], lambda entry: entry.update(unheard_of="x"))
    assert not file_is_read(value)
    assert not FILE.is_valid(value)


@pytest.mark.parametrize("name", FORMS)
def test_a_key_that_must_be_there_is_missed_by_both(name):
    for key in (key for key, each in FORMS[name].items() if each.must and key != "children"):
        value = changed(PLACES[name], lambda entry, key=key: entry.pop(key))
        assert not file_is_read(value), key
        assert not FILE.is_valid(value), key


@pytest.mark.parametrize("name", FORMS)
def test_what_is_read_fits_the_schema(name):
    """Whatever is put in the place of any value: nothing is read that the schema refuses."""
    for key in FORMS[name]:
        for wrong in WRONG:
            value = changed(
                PLACES[name], lambda entry, key=key, wrong=wrong: entry.update({key: wrong})
            )
            if file_is_read(value):
                assert FILE.is_valid(value), (key, wrong)


@pytest.mark.parametrize("path", bundled().values(), ids=bundled())
def test_the_bundled_schemes_fit_the_schema(path):
    Draft202012Validator.check_schema(SCHEMA)
    value = read(path.read_text(encoding="utf-8"))
    assert [error.message for error in FILE.iter_errors(value)] == []


def test_every_key_is_described_for_people_who_write_schemes():
    lacking = [
        f"{name}.{key}"
        for name, form in FORMS.items()
        for key in form
        if f"`{key}`" not in DOCS and f"{key}:" not in DOCS
    ]
    assert lacking == []


def test_the_examples_in_the_documentation_are_read():
    examples = re.findall(r"```yaml\n(scheme:.*?)```", DOCS, re.DOTALL)
    assert examples
    for text in examples:
        bind(parse_scheme(text, "例.yaml"), all_checks())
