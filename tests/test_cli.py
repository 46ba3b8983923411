"""The `gkc` command as its users meet it."""

import csv
import io
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from crawlers.loopback import Folder, serve
from data.schemes import bundled
from data.store import Store
from tests.commands import command_paths, gkc, start
from tests.sites import article, entries, page

REGISTER = """\
编号,名称,类型,组别,网址
caiju,某市财政局,部门,市直部门,http://caiju.localhost:8700/
jiaoju,某市教育局,部门,市直部门,http://jiaoju.localhost:8700/
"""
ROUND = ("--scheme", "department-2023", "--as-of", "2023-12-15")
ASSESS = ("--scheme", "department-2023", "--kind", "department", "--as-of", "2023-12-15")
CHINESE = re.compile("[\u4e00-\u9fa5]")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register of two units imported, and a round "r" of them."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "units.csv").write_text(REGISTER, encoding="utf-8")
    for command in (("units", "import", "units.csv"), ("rounds", "create", "r", *ROUND)):
        done = gkc(folder, *command)
        assert (done.code, done.out) == (0, ""), done.err
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def scored(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, scored although nothing was collected; not to be changed."""
    folder = shutil.copytree(prepared, tmp_path_factory.mktemp("scored"), dirs_exist_ok=True)
    assert gkc(folder, "score", "r").code == 0
    return folder


def kept(folder: Path) -> dict[str, object]:
    """Everything in the database, as it is."""
    with Store(f"sqlite:///{folder / 'var' / 'gkc.db'}") as store:
        rounds = store.rounds()
        return {
            "units": store.units(),
            "schemes": store.schemes(),
            "rounds": rounds,
            "judgements": [store.judgements(r.id) for r in rounds],
            "fetches": [store.fetch_tally(r.id) for r in rounds],
            "findings": [store.findings(r.id) for r in rounds],
            "digests": [store.digest(r.id) for r in rounds],
        }


# --- help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", command_paths(), ids=" ".join)
def test_every_command_explains_itself_in_chinese(tmp_path: Path, path: tuple[str, ...]) -> None:
    short, long = gkc(tmp_path, *path, "-h"), gkc(tmp_path, *path, "--help")
    assert (short.code, short.err) == (0, "")
    assert short.out == long.out
    lines = short.out.splitlines()
    assert lines[0].startswith(f"用法：{' '.join(('gkc', *path))} [选项]")
    described = [line.split("  ", 2)[-1] for line in lines if re.match(r"  (-|[a-z])", line)]
    assert described
    assert all(CHINESE.search(line) for line in described)


@pytest.mark.parametrize("path", command_paths(), ids=" ".join)
def test_every_command_has_an_example_of_itself(tmp_path: Path, path: tuple[str, ...]) -> None:
    shown = gkc(tmp_path, *path, "-h").out
    if "命令：" in shown:  # a group; its commands have theirs
        return
    assert f"示例：\n      {' '.join(('gkc', *path))}" in shown


def test_help_needs_no_database_and_writes_nothing(tmp_path: Path) -> None:
    gkc(tmp_path, "-h")
    gkc(tmp_path, "rank", "-h")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [(), ("units",), ("rounds",), ("schemes",)])
def test_a_command_that_lacks_its_command_shows_help_and_ends_with_2(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = gkc(tmp_path, *command)
    assert (done.code, done.out) == (2, "")
    assert done.err == gkc(tmp_path, *command, "-h").out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("rank",), "缺少 轮次；用法见 gkc rank -h"),
        (("assess", "x", "--kind", "department"), "缺少 --scheme；用法见 gkc assess -h"),
        (("nosuch",), "没有命令 nosuch；"),
        (("rnak", "r"), "没有命令 rnak，是不是 rank；"),
        (("units", "nosuch"), "没有命令 nosuch；用法见 gkc units -h"),
        (("rank", "r", "--nosuch"), "没有选项 --nosuch；"),
        (("rank", "r", "--forma", "csv"), "没有选项 --forma，是不是 --format；"),
        (("rank", "r", "--format"), "选项 --format 需要一个值；"),
        (("rank", "r", "--format", "xml"), "--format 没有“xml”，可用 table, json, csv；"),
        (("rank", "r", "s"), "多了 s；"),
        (("gaps", "r", "--top", "x"), "--top 应是整数；"),
        (("gaps", "r", "--top", "-1"), "--top 不能小于 0；"),
        (("rounds", "create", "s", *ROUND, "--year", "20233"), "--year 不能大于 2100；"),
        (("init", "--help=x"), "选项 --help 不带值；"),
    ],
)
def test_wrong_usage_is_one_chinese_line_and_2(
    tmp_path: Path, command: tuple[str, ...], said: str
) -> None:
    done = gkc(tmp_path, *command)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"用法错误：{said}")
    assert done.err.count("\n") == 1


# --- results and messages -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "heading"),
    [
        (("units", "list"), "编号"),
        (("schemes", "list"), "编号"),
        (("schemes", "show", "county-2023"), "序号"),
        (("rounds", "list"), "编号"),
        (("rounds", "show", "r"), "单位"),
        (("rank", "r"), "组别"),
        (("gaps", "r"), "单位"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_results_come_as_table_json_and_csv(
    scored: Path, command: tuple[str, ...], heading: str
) -> None:
    done = {form: gkc(scored, *command, "--format", form) for form in ("table", "json", "csv")}
    assert {(d.code, d.err) for d in done.values()} == {(0, "")}
    listed = json.loads(done["json"].out)
    rows = list(csv.DictReader(io.StringIO(done["csv"].out)))
    assert len(listed) == len(rows) > 0
    assert all(len(one) >= 3 for one in listed)
    assert next(iter(rows[0])) == heading
    assert heading in done["table"].out
    assert gkc(scored, *command).out == done["table"].out


def test_messages_go_to_stderr(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(REGISTER, encoding="utf-8")
    for command in (("init",), ("units", "import", "units.csv"), ("rounds", "create", "r", *ROUND)):
        done = gkc(tmp_path, *command)
        assert (done.code, done.out) == (0, "")
        assert CHINESE.search(done.err)


def test_score_prints_the_digest_alone(folder: Path) -> None:
    done = gkc(folder, "score", "r")
    assert re.fullmatch(r"[0-9a-f]{64}\n", done.out)
    assert gkc(folder, "score", "r").out == done.out


def test_a_cell_of_csv_cannot_run_as_a_formula(tmp_path: Path) -> None:
    text = REGISTER.replace("某市财政局", "=1+1")
    (tmp_path / "units.csv").write_text(text, encoding="utf-8")
    gkc(tmp_path, "units", "import", "units.csv")
    assert "caiju,'=1+1," in gkc(tmp_path, "units", "list", "--format", "csv").out


def test_init_makes_the_database_and_leaves_it_alone_later(folder: Path) -> None:
    done = gkc(folder, "init")
    assert (done.code, done.out) == (0, "")
    assert "2 个单位，1 个轮次" in done.err


def test_gaps_of_one_unit_by_id_or_name_and_only_the_largest(scored: Path) -> None:
    by_id = gkc(scored, "gaps", "r", "--unit", "caiju", "--top", 2, "--format", "json")
    by_name = gkc(scored, "gaps", "r", "--unit", "某市财政局", "--top", 2, "--format", "json")
    rows = json.loads(by_id.out)
    assert by_id == by_name
    assert len(rows) == 2
    assert {row["unit"] for row in rows} == {"某市财政局"}
    assert all(row["lost"] == 0 and row["remedy"] and row["unit_id"] == "caiju" for row in rows)


def test_a_scheme_file_can_be_checked_and_used(folder: Path) -> None:
    text = bundled()["department-2023"].read_text(encoding="utf-8")
    path = folder / "my.yaml"
    path.write_text(text.replace("id: department-2023", "id: my-2023"), encoding="utf-8")
    assert "可以使用" in gkc(folder, "schemes", "check", "my.yaml").err
    options = ("--scheme", "my.yaml", "--as-of", "2023-12-15")
    assert gkc(folder, "rounds", "create", "s", *options).code == 0
    listed = json.loads(gkc(folder, "rounds", "list", "--format", "json").out)
    assert {row["scheme"] for row in listed} == {"department-2023", "my-2023"}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A child begun now can be interrupted, even where the tests themselves run in background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_interrupted_work_says_that_it_can_go_on(folder: Path) -> None:
    def interrupt(request: web.BaseRequest) -> None:
        process.send_signal(signal.SIGINT)
        process.wait()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        interrupt(request)
        return web.Response()

    with serve({"caiju.localhost": answer}) as allow:
        ip, port = allow["caiju.localhost"]
        place = f"caiju.localhost={ip}:{port}"
        options = ("--unit", "caiju", "--allow-host", place)
        process: subprocess.Popen[str] = start(folder, "collect", "r", *options)
        out, err = process.communicate()
    assert (process.returncode, out) == (1, "")
    assert err.endswith("已中断；再次运行会接着做\n")
    assert "Traceback" not in err


# --- bad input ----------------------------------------------------------------------------------

SCHEME = bundled()["department-2023"].read_text(encoding="utf-8")
FILES = {
    "not-a-scheme.yaml": "我是一段文字\n",
    "broken.yaml": "scheme: [1,\n",
    "heavy.yaml": SCHEME.replace("        points: 2\n", "        points: 3\n", 1),
    "stranger.yaml": SCHEME.replace("check: foi_guide", "check: foi_gide", 1),
    "other.yaml": SCHEME.replace("title: 市直部门", "title: 改过的市直部门", 1),
    "short.csv": "编号,名称,类型,组别\na,甲局,部门,组\n",
    "bad-url.csv": REGISTER + "c,丙局,部门,组,htp:/c\n",
    "twice.csv": REGISTER + "caiju,丙局,部门,组,http://c.localhost/\n",
    "kind.csv": REGISTER + "c,丙局,县局,组,http://c.localhost/\n",
    "nobody.csv": "编号,名称,类型,组别,网址\n",
    "judged.csv": "单位,指标,结论,理由,评审人\ncaiju,A1.1,符合,有,甲\ncaiju,A1.1,也许,有,甲\n",
    "judge-short.csv": "单位,指标,结论\ncaiju,A1.1,符合\n",
}
ANOTHER = ("rounds", "create", "s", "--as-of", "2023-12-15")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        # schemes
        (("schemes", "check", "not-a-scheme.yaml"), "not-a-scheme.yaml 第 1 行"),
        (("schemes", "check", "broken.yaml"), r"broken.yaml 第 \d+ 行"),
        (("schemes", "check", "heavy.yaml"), r"heavy.yaml 第 \d+ 行：.*分值合计"),
        (("schemes", "check", "stranger.yaml"), r"stranger.yaml 第 \d+ 行：.*foi_gide.*foi_guide"),
        (("schemes", "check", "absent.yaml"), "absent.yaml"),
        (("schemes", "show", "absent"), "“absent”.*department-2023"),
        ((*ANOTHER, "--scheme", "heavy.yaml"), r"heavy.yaml 第 \d+ 行"),
        ((*ANOTHER, "--scheme", "stranger.yaml"), r"stranger.yaml 第 \d+ 行"),
        ((*ANOTHER, "--scheme", "other.yaml"), "department-2023.*已用于评估轮次 r.*不能再改"),
        # registers
        (("units", "import", "short.csv"), "short.csv 第 1 行.*“网址”"),
        (("units", "import", "bad-url.csv"), "bad-url.csv 第 4 行“网址”列：“htp:/c”"),
        (("units", "import", "twice.csv"), "twice.csv 第 4 行.*“caiju”与第 2 行重复"),
        (("units", "import", "kind.csv"), "kind.csv 第 4 行“类型”列.*“县局”"),
        (("units", "import", "nobody.csv"), "nobody.csv 里没有单位"),
        (("units", "import", "absent.csv"), "absent.csv"),
        (("units", "import", "."), "读不了文件"),
        # rounds
        (("rounds", "create", "r", *ROUND), "“r”已经存在"),
        (("rounds", "create", "../s", *ROUND), "“../s”不能用"),
        (("rounds", "create", "", *ROUND), "编号“”不能用"),
        (
            (*ANOTHER, "--scheme", "county-2023"),
            "没有类型为 county（县级政府）的单位，现有的是：department（部门）2 个",
        ),
        (
            (*ANOTHER, "--scheme", "department-2023", "--unit", "zz"),
            "名册里类型为 department（部门）的单位没有“zz”",
        ),
        (("rounds", "create", "s", *ROUND[:2], "--as-of", "2023-13-01"), "日期“2023-13-01”无效"),
        (("rounds", "show", "absent"), "“absent”.*现有：r"),
        # the steps
        (("collect", "absent"), "“absent”.*现有：r"),
        (("check", "absent"), "“absent”.*现有：r"),
        (("score", "absent"), "“absent”.*现有：r"),
        (("rank", "absent"), "“absent”.*现有：r"),
        (("gaps", "absent"), "“absent”.*现有：r"),
        (("judge", "absent", "judged.csv"), "“absent”.*现有：r"),
        (("rank", "r"), "还没有计分.*gkc score r"),
        (("gaps", "r"), "还没有计分.*gkc score r"),
        (("collect", "r", "--unit", "zz"), "“zz”.*caiju（某市财政局）"),
        (("check", "r", "--unit", "zz"), "“zz”.*caiju（某市财政局）"),
        (("collect", "r", "--allow-host", "caiju"), "--allow-host 的“caiju”无效"),
        (("collect", "r", "--allow-host", "a=127.0.0.1:99999"), "99999”无效"),
        (("collect", "r", "--allow-host", "a=b:80"), "“a=b:80”无效"),
        (("collect", "r", "--allow-host", "=127.0.0.1:80"), "“=127.0.0.1:80”无效"),
        (("collect", "r", "--contact", "a\r\nX-Evil: 1"), "--contact.*控制字符"),
        (("collect", "r", "--night", "22:00+08:00-06:00"), "带了时区"),
        (("units", "import", "/dev/zero"), "超过 50 MB"),
        (("judge", "r", "judged.csv"), "judged.csv 第 3 行：结论“也许”无效"),
        (("judge", "r", "judge-short.csv"), "judge-short.csv 第 1 行缺少列“理由”“评审人”"),
        (("judge", "r", "absent.csv"), "absent.csv"),
        # one shot
        (("assess", "absent", *ASSESS), "文件夹“absent”不存在"),
        (("assess", "empty", *ASSESS), "“empty”里没有首页"),
        (("assess", "http://", *ASSESS), "网址“http://”无效"),
        (("assess", "https://某 市/", *ASSESS), "网址“https://某 市/”无效"),
        (("assess", "http://[::1", *ASSESS), "无效"),
        (("assess", "ftp://a.localhost/", *ASSESS), "网址“ftp://a.localhost/”无效"),
        (("assess", "http://a.localhost:99999/", *ASSESS), "无效"),
        (("assess", "site", *ASSESS[:2], "--kind", "zz"), "单位类型“zz”无效.*department"),
        (("assess", "site", *ASSESS[:2], "--kind", "county"), "department-2023 适用于 department"),
        (("assess", "site", *ASSESS, "--round", "r"), "“r”已经存在"),
        (("assess", "site", *ASSESS[:4], "--as-of", "昨天"), "日期“昨天”无效"),
        # pages
        (("extract", "absent.html"), "absent.html"),
        (("extract", "site"), "site"),
        (("extract", "http://10.0.0.1/"), "http://10.0.0.1/：地址不允许访问"),
        (("accuracy", "absent.tsv"), "absent.tsv"),
        (("accuracy", "short.csv"), "short.csv 第 1 行缺少列"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_bad_input_is_one_chinese_sentence_and_changes_nothing(
    folder: Path, command: Sequence[str], said: str
) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text(page("某局", "<p>首页</p>"), encoding="utf-8")
    before = kept(folder)
    done = gkc(folder, *command)
    assert (done.code, done.out) == (1, "")
    assert re.match(f"错误：.*{said}", done.err), done.err
    assert done.err.count("\n") == 1
    assert kept(folder) == before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a:secret@h/b", "不支持 mysql 数据库"),
        ("nonsense", "GKC_DATABASE_URL 的格式不对"),
        ("sqlite:///:memory:", "没有写明文件"),
        ("sqlite:///file:x?mode=memory&uri=true", "没有写明文件"),
        ("postgresql://a:secret@127.0.0.1:1/b", "打不开数据库"),
    ],
)
def test_a_database_that_cannot_be_opened_is_explained(tmp_path: Path, url: str, said: str) -> None:
    done = gkc(tmp_path, "init", url=url)
    assert (done.code, done.out) == (1, "")
    assert re.match(f"错误：.*{said}", done.err)
    assert "secret" not in done.err


# --- extract ------------------------------------------------------------------------------------

KEYS = {
    "kind", "title", "published_on", "doc_no", "issuer", "topic", "subject_year", "attachments",
    "state", "columns",
}  # fmt: skip


def test_a_page_that_cannot_be_read_does_not_keep_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(article("关于放假的通知", "全文。"), encoding="utf-8")
    done = gkc(tmp_path, "extract", "absent.html", "a.html")
    assert done.code == 1
    assert json.loads(done.out)["title"] == "关于放假的通知"
    assert "absent.html" in done.err


def test_extract_prints_one_json_object_a_page(tmp_path: Path) -> None:
    budget = article(
        "某市财政局2023年部门预算",
        "现公开本部门2023年部门预算。",
        day="2023-02-10",
        source="某市财政局",
        extra='<p><a href="/f/2023.pdf">2023年部门预算.pdf</a></p>',
        crumbs=("信息公开", "预算决算"),
    )
    (tmp_path / "一.html").write_text(budget, encoding="utf-8")
    (tmp_path / "二.html").write_bytes(page("某市财政局", "首页").encode("gbk"))
    done = gkc(tmp_path, "extract", "一.html", "二.html")
    assert (done.code, done.err) == (0, "")
    first, second = map(json.loads, done.out.splitlines())
    assert {key: first[key] for key in ("path", *KEYS)} == {
        "path": "一.html",
        "kind": "article",
        "title": "某市财政局2023年部门预算",
        "published_on": "2023-02-10",
        "doc_no": "",
        "issuer": "某市财政局",
        "topic": "budget",
        "subject_year": 2023,
        "attachments": 1,
        "state": "ok",
        "columns": ["信息公开", "预算决算"],
    }
    assert second.keys() >= KEYS | {"path"}
    assert second["title"] == "某市财政局"


def test_extract_reads_addresses_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(article("关于放假的通知", "全文。"), encoding="utf-8")
    with serve({"a.localhost": Folder(tmp_path)}) as allow:
        ip, port = allow["a.localhost"]
        url = f"http://a.localhost:{port}/a.html"
        done = gkc(tmp_path, "extract", url, "--allow-host", f"a.localhost={ip}:{port}")
    row = json.loads(done.out)
    assert (done.code, row["url"], row["title"]) == (0, url, "关于放假的通知")
    assert row.keys() >= KEYS | {"url"}


# --- assess -------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A tiny department site: news, and this year's budget."""
    news = [(f"/gzdt/t_{n}.html", f"某市财政局召开第{n}次会议", f"2023-12-1{n}") for n in range(5)]
    budget = ("/ysjs/t_b.html", "某市财政局2023年部门预算", "2023-02-10")
    menu = '<div class="nav"><a href="/gzdt/">工作动态</a> <a href="/ysjs/">预算决算</a></div>'
    files = {
        "index.html": page("某市财政局", menu),
        "gzdt/index.html": page("工作动态", entries(*news), crumbs=("工作动态",)),
        "ysjs/index.html": page("预算决算", entries(budget), crumbs=("预算决算",)),
    } | {
        url[1:]: article(title, "正文内容。" * 20, day=day, source="某市财政局")
        for url, title, day in [*news, budget]
    }
    for name, text in files.items():
        path = tmp_path / "caiju" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "caiju"


def outcomes(folder: Path, round_id: str) -> Iterator[tuple[str, str, str]]:
    """(indicator, outcome, cause) of the only unit."""
    with Store(f"sqlite:///{folder / 'var' / 'gkc.db'}") as store:
        [found] = store.findings(round_id).values()
    return ((id_, f.outcome.value, f.cause.value if f.cause else "") for id_, f in found.items())


def test_a_saved_folder_is_assessed_as_a_copy(tmp_path: Path, site: Path) -> None:
    done = gkc(tmp_path, "assess", site, *ASSESS, "--round", "copy", "--format", "csv")
    assert done.code == 0, done.err
    [row] = csv.DictReader(io.StringIO(done.out))
    assert (row["组别"], row["单位"]) == ("本次评估", "某市财政局")
    assert "文件夹按网站副本评估" in done.err
    assert done.err.endswith("结果已存为轮次 copy；失分点和证据见 gkc gaps copy\n")
    found = {id_: (outcome, cause) for id_, outcome, cause in outcomes(tmp_path, "copy")}
    assert found["column_updates"][0] == "met"
    assert found["department_budget"][0] == "partial"
    assert not {"check_failed", "not_collected"} & {cause for _, cause in found.values()}


def test_an_address_on_loopback_is_assessed_as_a_live_site(tmp_path: Path, site: Path) -> None:
    with serve({"127.0.0.1": Folder(site)}) as allow:
        ip, port = allow["127.0.0.1"]
        target = f"http://{ip}:{port}/"
        done = gkc(
            tmp_path, "assess", target, *ASSESS, "--round", "live", "--top", 2, "--format", "csv"
        )
    assert done.code == 0, done.err
    assert done.out.count("本次评估") == 1
    assert "序号" in done.out
    found = {id_: (outcome, cause) for id_, outcome, cause in outcomes(tmp_path, "live")}
    assert found["column_updates"][0] == "met"
    assert "not_in_copy" not in {cause for _, cause in found.values()}


def test_an_assessment_that_stopped_goes_on_under_its_name(tmp_path: Path, site: Path) -> None:
    command = ("assess", site, *ASSESS, "--round", "copy", "--format", "csv")
    whole = gkc(tmp_path, *command).out
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        of = store.round("copy")
        store.create_round(replace(of, id="begun"))  # as a look that was killed leaves it
    again = gkc(tmp_path, *command[:-4], "--round", "begun", "--format", "csv")
    assert again.code == 0, again.err
    assert again.out == whole
    finished = gkc(tmp_path, *command)
    assert (finished.code, finished.out) == (1, "")
    assert "评估轮次“copy”已经做完" in finished.err
    other = gkc(tmp_path, *command, "--year", "2021")
    assert other.code == 1
    assert "与这次不同；请换一个编号" in other.err


def test_the_same_folder_twice_is_two_units(tmp_path: Path, site: Path) -> None:
    done = gkc(tmp_path, "assess", site, site, *ASSESS, "--round", "two", "--format", "json")
    rows = json.loads(done.out)
    assert len(rows) == 2
    assert len({(row["value"], row["coverage"]) for row in rows}) == 1


def test_sites_assessed_once_join_no_later_round(tmp_path: Path, site: Path) -> None:
    assert gkc(tmp_path, "assess", site, *ASSESS).code == 0
    done = gkc(tmp_path, "rounds", "create", "s", *ROUND)
    assert done.code == 1
    assert "名册里没有类型为 department（部门）的单位，现有的是：无" in done.err


# --- a newcomer ---------------------------------------------------------------------------------


def test_the_sample_register_serves_the_main_job_of_the_readme(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "data" / "registers" / "sample-units.csv"
    assert gkc(tmp_path, "units", "import", sample).code == 0
    done = gkc(tmp_path, "rounds", "create", "q4", *ROUND)
    assert (done.code, "5 个单位" in done.err) == (0, True), done.err


def test_the_units_of_a_round_are_chosen_by_id_or_name_and_the_kind_in_chinese(
    folder: Path,
) -> None:
    options = (*ROUND, "--kind", "部门", "--unit", "某市财政局", "--unit", "jiaoju")
    done = gkc(folder, "rounds", "create", "s", *options)
    assert (done.code, "2 个单位" in done.err) == (0, True), done.err


def test_without_a_register_the_remedy_is_to_import_one(tmp_path: Path) -> None:
    done = gkc(tmp_path, "rounds", "create", "s", *ROUND)
    assert done.err == "错误：名册还是空的；请先用 gkc units import 名册.csv 导入单位\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.4\n", "a.html 不是网页，是 pdf 文件，请用 gkc read 读取"),
        (bytes(range(256)), "a.html 不是网页，看不出是什么文件"),
        (b"", "a.html 是空文件；请重新下载或核对文件"),
    ],
)
def test_what_is_no_page_is_not_extracted(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.html").write_bytes(content)
    (tmp_path / "b.html").write_text(page("某局", "<p>首页</p>"), encoding="gbk")
    done = gkc(tmp_path, "extract", "a.html", "b.html")
    assert (done.code, done.err) == (1, f"错误：{said}\n")
    assert json.loads(done.out)["path"] == "b.html"


def test_the_demo_sites_can_be_started_by_themselves(tmp_path: Path) -> None:
    process = start(tmp_path, "demo", "--sites")
    assert process.stderr is not None
    said = process.stderr.readline() + process.stderr.readline()
    assert "名册在 var/demo/units.csv" in said
    assert "gkc collect demo-county $(cat var/demo/allow-hosts)" in said
    options = (tmp_path / "var" / "demo" / "allow-hosts").read_text(encoding="utf-8").split()
    done = gkc(tmp_path, "survey", "http://qinghe.localhost:8700/", "--pages", 1, *options)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate()
    assert (done.code, process.returncode, err) == (0, 0, "演示网站已停止\n")


def test_the_command_runs_as_a_module_too():
    told = [sys.executable, "-m", "dashboard.cli", "--help"]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    assert (done.returncode, "公开尺" in done.stdout) == (0, True)
