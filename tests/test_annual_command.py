"""`gkc annual-report`: files and addresses in, remarks out, a sentence for what is unreadable."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawlers.loopback import Folder, serve
from data.demo import files
from tests.annual_reports import FIGURES, LEFT, MADE, NEW, Made, html, pdf, sentences, word
from tests.commands import Done, gkc
from tests.sites import page


def run(folder: Path, *args: object) -> Done:
    return gkc(folder, "annual-report", *args)


def rows(done: Done) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.out)))


def write(folder: Path, **made: Made) -> None:
    for name, report in made.items():
        (folder / f"{name}.html").write_bytes(html(report))


WRONG = replace(MADE, figures={**FIGURES, LEFT: (4, 0, 0, 0, 0, 0)})


def test_a_faultless_report_is_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, a=MADE)
    done = run(tmp_path, "a.html")
    assert done.code == 0, done.err
    assert "没有发现问题" in done.err
    for shown in ("清河市教育局", "2022", "6/6", "10、175、15"):
        assert shown in done.out


def test_remarks_do_not_change_the_exit_code(tmp_path: Path) -> None:
    write(tmp_path, a=WRONG)
    done = run(tmp_path, "a.html", "--format", "csv")
    assert done.code == 0
    assert [(row["程度"], row["位置"], row["问题"]) for row in rows(done)] == [
        ("确定", "表三“自然人”列", "“自然人”列第一项加第二项不等于第三项加第四项（11≠12）"),
        ("确定", "表三“总计”列", "“总计”列第一项加第二项不等于第三项加第四项（14≠15）"),
        ("确定", "正文", "正文称结转下年度3件，表中为4件"),
    ]


def test_json_has_every_cell_and_every_remark(tmp_path: Path) -> None:
    write(tmp_path, a=replace(WRONG, cells={(NEW, 1): "/"}))
    (report,) = json.loads(run(tmp_path, "a.html", "--format", "json").out)
    assert (report["organ"], report["year"], report["form"]) == ("清河市教育局", 2022, "2021")
    assert report["published_on"] == "2023-01-20"
    assert len(report["parts"]) == 6
    assert len(report["cells"]) == 10 + 175 + 15
    cell = {"table": "表三", "row": "new", "column": "company"}
    assert cell | {"kind": "slash", "text": "/", "page": None} in report["cells"]
    remark = next(one for one in report["remarks"] if one["rule"] == "I9")
    assert remark["degree"] == "certain"
    assert "国办公开办函〔2021〕30号" in remark["basis"]
    assert next(one for one in report["remarks"] if one["rule"] == "I1")["figures"]


@pytest.mark.parametrize(("name", "made"), [("a.docx", word), ("a.pdf", pdf)])
def test_files_have_no_day_unless_it_is_given(tmp_path: Path, name: str, made: object) -> None:
    (tmp_path / name).write_bytes(made(MADE))  # type: ignore[operator]
    done = run(tmp_path, name, "--format", "csv")
    assert (done.code, rows(done)) == (0, [])
    assert "没有核对是否按期（2023-01-31前）：没有发布日期" in done.err
    late = rows(run(tmp_path, name, "--published", "2023-02-03", "--format", "csv"))
    assert [row["问题"] for row in late] == ["2023-02-03发布，应于2023-01-31前公布"]
    for options in (("--kind", "county"), ("--due", "02-20")):
        found = run(tmp_path, name, "--published", "2023-02-03", *options, "--format", "csv")
        assert rows(found) == []


def test_last_years_report_and_the_library_are_compared(tmp_path: Path) -> None:
    activity = {"行政规范性文件": (1, 0, 9)}
    left = {**FIGURES, LEFT: (1, 0, 0, 0, 1, 0), NEW: (8, 2, 0, 0, 1, 0)}
    write(
        tmp_path,
        now=replace(MADE, activity=activity),
        last=replace(
            MADE, year=2021, day="2022-01-20", figures=left, activity={"行政规范性文件": (0, 0, 8)}
        ),
        other=replace(MADE, year=2021, day="2022-01-20"),
    )
    good = run(tmp_path, "now.html", "--last", "last.html", "--library", "9", "--format", "csv")
    assert (good.code, rows(good)) == (0, [])
    bad = rows(run(tmp_path, "now.html", "--last", "other.html", "--library", 7, "--format", "csv"))
    assert {row["规则"] for row in bad} == {
        "上年结转数等于上年报告的结转下年度数",
        "现行有效件数前后一致",
    }


def test_copies_in_a_folder_are_suspected_but_never_the_report_itself(tmp_path: Path) -> None:
    tale = (
        "".join(f"围绕第{n}类重点{chr(0x4E00 + 7 * n)}推进信息公开，" for n in range(40))
        + "成效好。"
    )
    write(tmp_path, a=sentences(tale), b=replace(sentences(tale), organ="清河市民政局"))
    done = run(tmp_path, "a.html", "--compare", ".", "--format", "csv")
    (row,) = rows(done)
    assert (row["程度"], row["规则"]) == ("疑似", "内容不与其他报告雷同")
    assert "清河市民政局" in row["问题"]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("absent.pdf", None, "读不了文件 absent.pdf；请检查路径和权限"),
        ("a.pdf", b"<html><body>404</body></html>", "读不了 a.pdf：文件损坏"),
        ("a.docx", b"PK\x03\x04broken", "读不了 a.docx：文件损坏"),
        (
            "a.html",
            page("通知", "<p>关于召开会议的通知。</p>").encode(),
            "没有认出政府信息公开工作年度报告",
        ),
        (
            "b.pdf",
            files.pdf("部门决算", ["一、主要问题", "没有。"]),
            "没有认出政府信息公开工作年度报告",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_the_others_are_checked(
    tmp_path: Path, name: str, body: bytes | None, said: str
) -> None:
    write(tmp_path, good=WRONG)
    if body is not None:
        (tmp_path / name).write_bytes(body)
    done = run(tmp_path, name, "good.html", "--format", "csv")
    assert done.code == 1
    assert said in done.err
    assert {row["报告"] for row in rows(done)} == {"good.html"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("a.html", "b.html", "--last", "c.html"), "--last 只能与一份报告一起用"),
        (("a.html", "--kind", "planet"), "单位类型“planet”无效"),
        (("a.html", "--due", "1月31日"), "期限“1月31日”无效"),
        (("a.html", "--published", "昨天"), "日期“昨天”无效"),
    ],
)
def test_mistakes_are_told_with_the_remedy(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    done = run(tmp_path, *options)
    assert done.code == 1
    assert said in done.err


def test_a_report_in_an_attachment_is_fetched_with_its_page(tmp_path: Path) -> None:
    (tmp_path / "nb.docx").write_bytes(word(WRONG))
    link = f'<div class="article"><p><a href="/nb.docx">{MADE.title}.docx</a></p></div>'
    info = '<div class="info">发布时间：2023-02-10 来源：清河市教育局</div>'
    body = page(MADE.title, f"<h1>{MADE.title}</h1>{info}{link}")
    (tmp_path / "nb.html").write_text(body, encoding="utf-8")
    with serve({"a.localhost": Folder(tmp_path)}) as allow:
        ip, port = allow["a.localhost"]
        options = ("--allow-host", f"a.localhost={ip}:{port}", "--format", "csv")
        done = run(tmp_path, "http://a.localhost/nb.html", *options)
        lost = run(tmp_path, "http://a.localhost/none.html", *options)
    assert done.code == 0, done.err
    assert [row["规则"] for row in rows(done)][:2] == [
        "按期公布",
        "第一项加第二项之和等于第三项加第四项之和",
    ]
    assert lost.code == 1
    assert "没有读到 http://a.localhost/none.html" in lost.err
    # The saved page alone says where the report is.
    alone = run(tmp_path, "nb.html")
    assert alone.code == 1
    assert f"正文可能在附件“{MADE.title}.docx”里" in alone.err
