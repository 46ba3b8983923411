"""`gkc read` and `gkc budget`: what they print, and how they end."""
# ruff: noqa: E501

import csv
import io
import json
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from data.demo import files
from tests.commands import gkc

TITLE = "青禾县教育局2023年部门预算"
TEXT = [
    "一、收支预算情况说明",
    "2023年度收入、支出预算总计100.00万元，与上年相比各增加10.00万元，增长12.11%。",
    "二、“三公”经费情况说明",
    "“三公”经费预算3.00万元，比上年减少1.00万元，下降25%，主要原因是厉行节约。其中：因公出国（境）费0万元，"
    "公务用车购置及运行费2.00万元，公务接待费1.00万元。",
    "三、其他说明",
    "政府采购预算总额30.00万元，其中：货物10.00万元、工程0万元、服务15.00万元。",
]
TABLES: files.Tables = {
    "部门收支总体情况表": [
        ["项目", "预算数", "项目", "预算数"],
        ["收入总计", 100.0, "支出总计", 100.0],
    ]
}
WRONG = {"增减幅度", "文中合计与分项不符"}


@pytest.mark.parametrize(
    ("name", "write"),
    [("预算.pdf", files.pdf), ("预算.docx", files.docx), ("预算.doc", files.doc)],
)
def test_a_budget_is_checked_in_every_format(name: str, write: object, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(write(TITLE, TEXT, TABLES))  # type: ignore[operator]
    done = gkc(tmp_path, "budget", name, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert done.code == 0
    assert {row["类别"] for row in rows if row["程度"] == "差错"} == WRONG


def test_a_web_page_is_checked_too(tmp_path: Path) -> None:
    table = "<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr><tr><td>205</td><td>教育支出</td><td>9.00</td><td>5.00</td><td>1.00</td></tr></table>"
    text = "".join(f"<p>{line}</p>" for line in TEXT)
    html = f"<title>{TITLE}</title><h1>{TITLE}</h1>{text}<p>部门支出总体情况表</p>{table}"
    (tmp_path / "预算.html").write_text(html, "utf-8")
    done = gkc(tmp_path, "budget", "预算.html", "--format", "csv")
    assert {row["类别"] for row in csv.DictReader(io.StringIO(done.out))} >= {
        *WRONG,
        "表内横向加总",
    }


def test_json_has_what_is_disclosed_and_every_figure(tmp_path: Path) -> None:
    (tmp_path / "预算.pdf").write_bytes(files.pdf(TITLE, TEXT, TABLES))
    done = gkc(tmp_path, "budget", "预算.pdf", "--format", "json")
    (one,) = json.loads(done.out)
    assert (one["sort"], one["unit"], one["year"]) == ("部门预算", "青禾县教育局", 2023)
    items = {item["name"]: item["state"] for item in one["items"]}
    assert items["部门收支总表"] == "there"
    assert items["部门收入总表"] == "unknown"
    assert items["增减变化及原因"] == "there"
    growth = next(f for f in one["findings"] if f["rule"] == "growth")
    assert growth["pages"] == [1]
    assert growth["figures"] == ["100.00万元", "10.00万元", "12.11%"]
    assert "11.11%" in growth["found"]


def test_a_clean_budget_says_so(tmp_path: Path) -> None:
    clean = [TEXT[1].replace("12.11", "11.11"), "支出100.00万元。", "结余0万元，结转0万元。"]
    (tmp_path / "预算.pdf").write_bytes(files.pdf(TITLE, clean, TABLES))
    done = gkc(tmp_path, "budget", "预算.pdf")
    assert (done.code, done.err.strip()) == (0, "没有发现问题")


def test_tables_in_another_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "说明.pdf").write_bytes(files.pdf(TITLE, TEXT))
    tables: files.Tables = {
        "部门收支总体情况表": [
            ["项目", "预算数", "项目", "预算数"],
            ["收入总计", 99.0, "支出总计", 99.0],
        ]
    }
    (tmp_path / "表.xlsx").write_bytes(files.xlsx(tables))
    done = gkc(tmp_path, "budget", "说明.pdf", "--tables", "表.xlsx", "--format", "json")
    found = [f for f in json.loads(done.out)[0]["findings"] if f["rule"] == "key_figures"]
    assert [f["table"] for f in found] == ["部门收支总体情况表（表.xlsx）"]


def encrypted() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(50, 500, "Budget")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("command", ["read", "budget"])
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (encrypted(), "已加密"),
        (b"<html><body>404</body></html>", "文件损坏"),
        (b"%PDF-1.4 x", "文件损坏"),
    ],
    ids=["encrypted", "an error page", "damaged"],
)
def test_a_file_that_cannot_be_read_says_why(
    command: str, body: bytes, why: str, tmp_path: Path
) -> None:
    name = "预算.docx" if body.startswith(b"<html") else "预算.pdf"
    (tmp_path / name).write_bytes(body)
    done = gkc(tmp_path, command, name)
    assert done.code == 1
    assert f"读不了 {name}：{why}" in done.err.replace("\n", "") or "没有认出预算" in done.err


def test_the_others_are_still_checked(tmp_path: Path) -> None:
    (tmp_path / "预算.pdf").write_bytes(files.pdf(TITLE, TEXT, TABLES))
    done = gkc(tmp_path, "budget", "没有.pdf", "预算.pdf", "--format", "csv")
    assert done.code == 1
    assert "读不了文件 没有.pdf" in done.err
    assert "增减幅度" in done.out


def test_a_page_with_the_budget_attached_says_where_it_is(tmp_path: Path) -> None:
    html = (
        f'<title>{TITLE}</title><h1>{TITLE}</h1><p>现予公开。</p><a href="a.pdf">部门预算.pdf</a>'
    )
    (tmp_path / "页.html").write_text(html, "utf-8")
    done = gkc(tmp_path, "budget", "页.html")
    assert done.code == 1
    assert "可能在附件“部门预算.pdf”里" in done.err


# --- gkc read -----------------------------------------------------------------------------------


def test_read_prints_text_and_tables_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(
        files.docx("标题", ["一段。"], {"表": [["项目", "金额"], ["甲", 1.5]]})
    )
    done = gkc(tmp_path, "read", "a.docx")
    assert (done.code, done.out) == (0, "标题\n一段。\n表\n项目 | 金额\n甲 | 1.5\n")


def test_read_tells_pages_apart_and_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(files.xlsx({"收入": [["甲", 1]], "支出": [["乙", 2]]}))
    (tmp_path / "b.txt").write_text("一行", "utf-8")
    done = gkc(tmp_path, "read", "a.xlsx", "b.txt")
    assert done.out == (
        "==== a.xlsx\n—— 第1页 ——\n收入\n甲 | 1\n—— 第2页 ——\n支出\n乙 | 2\n==== b.txt\n一行\n"
    )


def test_read_gives_json_with_the_state(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(files.docx("标题", [], {"表": [["甲", "乙"]]}))
    (tmp_path / "b.pdf").write_bytes(encrypted())
    done = gkc(tmp_path, "read", "a.docx", "b.pdf", "--format", "json")
    first, second = json.loads(done.out)
    assert first["blocks"] == [
        {"page": 1, "text": "标题"},
        {"page": 1, "text": "表"},
        {"page": 1, "rows": [["甲", "乙"]]},
    ]
    assert (done.code, second["state"], second["blocks"]) == (1, "encrypted", [])


def test_a_file_without_a_word_says_so(tmp_path: Path) -> None:
    (tmp_path / "空.html").write_text("<html><body><div></div></body></html>", "utf-8")
    done = gkc(tmp_path, "read", "空.html")
    assert (done.code, done.out) == (1, "")
    assert "空.html 里没有文字" in done.err
    assert done.err.count("\n") == 1
