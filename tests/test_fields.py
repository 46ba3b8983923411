"""Fields of the disclosure catalogues and the departments that carry them."""

import pytest

from data.fields import carried_by, fields


def test_the_26_pilot_fields_and_later_ones_are_there_once():
    names = [field.name for field in fields()]
    assert len(names) == len(set(names)) >= 26
    assert all(field.words for field in fields())


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("玉衡市教育局", ["义务教育"]),
        ("玉衡市民政局", ["社会救助", "养老服务"]),
        ("玉衡市人力资源和社会保障局", ["就业", "社会保险"]),
        ("玉衡市档案馆", []),
    ],
)
def test_the_name_of_a_department_tells_its_fields(unit, names):
    assert [field.name for field in carried_by(unit)] == names
