"""Which metric and which unit a name means."""

from collections import Counter

import pytest

from data.indicators import Method
from data.marked import Fault
from data.metrics.known import counts_of, known, plain, read_known
from data.metrics.naming import UnitNames
from data.metrics.numbers import FigureError
from data.schemes import SchemeError, bundled, parse_scheme, read_scheme
from data.task_checks import SCHEMES
from data.types import Unit

EDUCATION = Unit("jyj", "清河县教育局", "department", "g", "http://a.example/", aliases=("教体局",))
PLANNING = Unit("fgj", "清河县发展和改革委员会", "department", "g", "http://b.example/")
COUNTY = Unit("qh", "清河县人民政府", "county", "g", "http://c.example/")
OTHER = Unit("bs", "白水县教育局", "department", "g", "http://d.example/")


def test_no_name_is_of_two_metrics():
    names = Counter(n for m in known() for n in {plain(n) for n in (m.id, m.name, *m.aliases)})
    assert [name for name, times in names.items() if times > 1] == []
    shorts = Counter((m.subject, n) for m in known() for n in {plain(n) for n in m.short})
    assert [name for name, times in shorts.items() if times > 1] == []


def test_a_short_name_means_nothing_before_its_subject_is_spoken_of():
    assert known().named("满意") == ()
    assert [m.id for m in known().named("满意", "好差评")] == ["ratings_l4"]
    assert [m.id for m in known().named("满意", "公众满意度调查")] == ["satisfaction_good"]
    assert known().named("满意率", "好差评") == ()  # not that of 12345


@pytest.mark.parametrize("path", bundled().values(), ids=bundled())
def test_every_count_of_a_bundled_scheme_has_its_metric(path):
    """The schemes of notices have figures of their own besides."""
    leaves = [leaf for leaf in read_scheme(path).leaves() if leaf.method is Method.METRIC]
    metrics = known().with_own(leaves) if path.stem in SCHEMES.values() else known()
    lost = [
        (leaf.id, key)
        for leaf in leaves
        for key in counts_of(leaf)
        if not metrics.of_key(leaf, key)
    ]
    assert lost == []


def test_a_reference_to_no_metric_is_refused_in_the_list_itself():
    text = """
subjects: {a: {name: 甲, words: [甲], basis: 法}}
metrics:
  - {id: x, subject: a, name: 率, unit: "%", kind: share, better: high, from: [y / z]}
"""
    with pytest.raises(Fault, match="“z”不存在"):
        read_known(text)


SCHEME = """\
scheme: {{id: s-1, title: 小, kind: department, total: 10, grades: [{{name: 合格, min: 0}}]}}
sources: {{law: 《条例》}}
indicators:
  - {{id: a, name: 热线, points: 10, method: {method}, na: none, rule: 按率计分。, basis: [law],
     remedy: 改。, params: {params},
     scoring: {{rule: ratio, of: [甲, 乙], full_at: 1, linear: true}}}}
"""


def test_a_scheme_names_the_metrics_of_its_counts():
    text = SCHEME.format(
        method="metric", params="{metric: {甲: hotline_solved, 乙: hotline_cases}}"
    )
    (leaf,) = parse_scheme(text, "s.yaml").leaves()
    metrics = [known().of_key(leaf, key) for key in ("甲", "乙")]
    assert [m.id for m in metrics if m] == ["hotline_solved", "hotline_cases"]


def test_a_scheme_may_score_by_ids_alone():
    text = SCHEME.format(method="metric", params="{metric: [hotline_solved, hotline_cases]}")
    text = text.replace("[甲, 乙]", "[hotline_solved, hotline_cases]")
    (leaf,) = parse_scheme(text, "s.yaml").leaves()
    assert counts_of(leaf) == ("hotline_solved", "hotline_cases")
    assert known().of_key(leaf, "hotline_solved")


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("metric", "{metric: hotline_solve}", "没有编号为“hotline_solve”.*hotline_solved"),
        ("metric", "{sample: 3}", "params 无处可用"),
        ("manual", "{metric: hotline_solved}", "params 无处可用"),
    ],
)
def test_params_of_a_metric_leaf_name_known_metrics_and_nothing_else(method, params, said):
    with pytest.raises(SchemeError, match=said):
        parse_scheme(SCHEME.format(method=method, params=params), "s.yaml")


def test_a_key_that_no_list_knows_is_a_figure_of_the_schemes_own():
    text = SCHEME.format(method="metric", params="").replace("params: ,", "")
    (leaf,) = parse_scheme(text, "s.yaml").leaves()
    metrics = known().with_own([leaf])
    assert [m.id for m in metrics.named("甲")] == ["甲"]
    assert metrics.of_key(leaf, "甲") == metrics.metrics["甲"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("jyj", EDUCATION),
        ("清河县教育局", EDUCATION),
        ("教体局", EDUCATION),
        ("县教育局", EDUCATION),
        ("教育局", EDUCATION),
        (" 清河县 教育局 ", EDUCATION),
        ("清河县发改委", PLANNING),
        ("县发展改革委", PLANNING),
        ("发改委", PLANNING),
        ("清河县", COUNTY),
        ("清河县政府", COUNTY),
        ("县政府", COUNTY),
        ("清河", COUNTY),
    ],
)
def test_a_unit_is_known_by_its_usual_names(name, unit):
    assert UnitNames([EDUCATION, PLANNING, COUNTY]).unit(name) == unit


def test_a_name_of_two_units_is_refused_with_both():
    with pytest.raises(FigureError, match="“清河县教育局”“白水县教育局”"):
        UnitNames([EDUCATION, OTHER]).unit("教育局")


def test_another_places_office_is_not_ours():
    with pytest.raises(FigureError, match="没有单位“长沙市教育局”"):
        UnitNames([EDUCATION, PLANNING]).unit("长沙市教育局")


def test_a_name_that_nobody_has_is_refused_with_the_nearest():
    with pytest.raises(FigureError, match="是否想写“清河县教育局”"):
        UnitNames([EDUCATION, PLANNING]).unit("清河县教肓局")


def test_a_unit_of_the_register_outside_the_round_is_told_apart():
    assert UnitNames([EDUCATION], [EDUCATION, COUNTY]).unit("清河县政府") is None
