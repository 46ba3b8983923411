"""A register is read whole or refused with one sentence that says what to mend."""

from pathlib import Path

import pytest

from data.types import Unit
from data.units import UnitError, governs, read_units

HEADER = "编号,名称,类型,组别,网址,栏目,别名,职责\n"
ROW = "qinghe,清河县,county,县市区政府,http://qinghe.localhost/,,,\n"


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "units.csv"

    def write(text, encoding="utf-8"):
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_register_is_read_in_its_order(register, encoding):
    text = (
        HEADER
        + "jyj,清河县教育局,部门,县直部门,https://www.qinghe.localhost:8443/,"
        + "http://a.localhost/jyj/ http://a.localhost/xx/；http://a.localhost/jyj/,"
        + "教育局；教体局,审批 执法\n\n"
        + ROW
    )
    assert read_units(register(text, encoding)) == [
        Unit(
            "jyj",
            "清河县教育局",
            "department",
            "县直部门",
            "https://www.qinghe.localhost:8443/",
            columns=("http://a.localhost/jyj/", "http://a.localhost/xx/"),
            aliases=("教育局", "教体局"),
            duties=frozenset({"审批", "执法"}),
        ),
        Unit("qinghe", "清河县", "county", "县市区政府", "http://qinghe.localhost/"),
    ]


TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("turn", TURNS)
def test_marks_that_turn_the_direction_of_text_do_not_come_in(register, turn):
    row = ROW.replace("清河县,", f"清{turn}河县{turn},").replace("http", f"{turn}http")
    assert read_units(register(HEADER + row)) == read_units(register(HEADER + ROW))


def test_optional_columns_may_be_absent_and_the_order_is_free(register):
    text = (
        "网址,组别,类型,名称,编号\r\nhttp://qinghe.localhost/,县市区政府,县级政府,清河县,qinghe\r\n"
    )
    (unit,) = read_units(register(text))
    assert unit == Unit("qinghe", "清河县", "county", "县市区政府", "http://qinghe.localhost/")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "编号,名称,组别,网址\n", "第 1 行缺少列“类型”；表头应为 编号、名称、类型", id="column"
        ),
        pytest.param("", "units.csv 是空文件；请核对文件", id="empty file"),
        pytest.param(HEADER.replace("别名", "简称"), "不认识的列“简称”", id="unknown column"),
        pytest.param(HEADER.replace("别名", "栏目"), "列“栏目”重复", id="column twice"),
        pytest.param(HEADER, "里没有单位", id="no unit"),
        pytest.param(
            HEADER + ROW + "\n" + ROW, "第 4 行“编号”列：“qinghe”与第 2 行重复", id="id twice"
        ),
        pytest.param(HEADER + ROW.replace("清河县", " "), "第 2 行“名称”列为空；请填写", id="name"),
        pytest.param(
            HEADER + ROW.replace("qinghe,", "../x,"), "“../x”不能用作编号", id="id as a path"
        ),
        pytest.param(
            HEADER + ROW.replace("county", "乡政府"),
            "第 2 行“类型”列：不认识“乡政府”；请填 province、省级政府",
            id="kind",
        ),
        pytest.param(
            HEADER + ROW.replace("http://", ""),
            "第 2 行“网址”列：“qinghe.localhost/”不是完整的网址",
            id="URL without scheme",
        ),
        pytest.param(HEADER + ROW.replace("localhost", "local:port"), "“网址”列", id="port"),
        pytest.param(HEADER + ROW.replace("qinghe.localhost", "[::1"), "“网址”列", id="host"),
        pytest.param(HEADER + ROW.replace("http", "ftp"), "“网址”列", id="scheme"),
        pytest.param(
            HEADER + ROW.replace("/,,", "/,ys/,"), "“栏目”列：“ys/”", id="URL of a column"
        ),
        pytest.param(HEADER + ROW.replace(",,,", ",,,,多"), "第 2 行比表头多出 1 列", id="cells"),
        pytest.param(
            HEADER + ROW.replace("qinghe.localhost", "admin:secret@qinghe.localhost"),
            "第 2 行“网址”列的网址含有用户名或密码",
            id="password",
        ),
        pytest.param(HEADER + ROW.replace("http://", "http://me@"), "第 2 行“网址”列", id="user"),
        pytest.param(
            HEADER + ROW.replace("qinghe.localhost", "10.0.0.8:8080"),
            "是内网或本机地址，采集时不会访问",
            id="private address",
        ),
        pytest.param(HEADER + ROW.replace("qinghe.localhost", "[::1]"), "内网", id="loopback"),
        pytest.param(HEADER + ROW.replace("qinghe.localhost", "0x7f.1"), "内网", id="odd notation"),
        pytest.param(
            HEADER + ROW.replace("/,,", "/,http://192.168.1.1/,"), "“栏目”列", id="private column"
        ),
        pytest.param(HEADER + ROW.replace("http:", "javascript:"), "“网址”列", id="no web address"),
        pytest.param(HEADER + ROW.replace("//q", "\\\\q"), "“网址”列", id="backslashes"),
        pytest.param(
            HEADER + ROW + ROW.replace("qinghe,", "b,").replace("http://", "https://www."),
            "第 3 行“网址”列：“https://www.qinghe.localhost/”与第 2 行是同一个网站",
            id="site twice",
        ),
        pytest.param(HEADER + '"' + ROW, "第 2 行不是正确的 CSV", id="quote"),
    ],
)
def test_a_wrong_register_is_refused_whole(register, text, sentence):
    path = register(text)
    with pytest.raises(UnitError) as error:
        read_units(path)
    assert sentence in str(error.value)
    assert str(error.value).startswith("units.csv ")


def test_a_refused_password_is_not_repeated(register):
    with pytest.raises(UnitError) as error:
        read_units(register(HEADER + ROW.replace("http://", "http://admin:secret@")))
    assert "secret" not in str(error.value)


def test_units_that_share_a_portal_differ_by_their_columns(register):
    rows = [
        ROW.replace("qinghe,", f"{name},").replace("/,,", f"/,http://qinghe.localhost/{name}/,")
        for name in ("jyj", "czj")
    ]
    assert [unit.id for unit in read_units(register(HEADER + ROW + "".join(rows)))] == [
        "qinghe",
        "jyj",
        "czj",
    ]


def test_another_encoding_is_named(tmp_path):
    path = tmp_path / "units.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(UnitError, match="既不是 UTF-8 也不是 GBK"):
        read_units(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG 图片"),
        (b"\xff\xd8\xff\xe0", "JPG 图片"),
        (b"PK\x03\x04xl", "Excel 工作簿或压缩文件"),
        (b"%PDF-1.7", "PDF 文件"),
        ("编号,名称\0".encode(), "二进制文件"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(tmp_path, content, kind):
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    with pytest.raises(UnitError, match=f"units.csv 是{kind}，不是 CSV；请用表格软件打开原来的表"):
        read_units(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnitError, match=r"读不了文件 .*none\.csv"):
        read_units(tmp_path / "none.csv")


def test_the_sample_that_comes_along_is_a_register_in_order():
    sample = Path(__file__).parents[1] / "data" / "registers" / "sample-units.csv"
    kinds = {unit.kind for unit in read_units(sample)}
    assert kinds == {"province", "city", "county", "department"}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("province", True),
        ("city", True),
        ("county", True),
        ("township", False),
        ("department", False),
        ("institution", False),
    ],
)
def test_governments_of_county_level_and_above_govern(kind, answer):
    assert governs(Unit("x", "清河", kind, "组", "http://qinghe.localhost/")) is answer


@pytest.mark.parametrize("said", ["执法；服务", "执法 服务", "执法、服务", "执法，服务"])
def test_duties_and_aliases_are_parted_as_people_part_them(register, said):
    """One duty by the name of two would excuse the unit from both."""
    row = f"qinghe,清河县人民政府,县级政府,县市区,http://qinghe.localhost/,,{said},{said}\n"
    (unit,) = read_units(register(HEADER + row))
    assert unit.duties == {"执法", "服务"}
    assert unit.aliases == ("执法", "服务")
