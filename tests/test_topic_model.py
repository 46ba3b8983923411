"""The text model of topics: training, when it speaks, its files, and that replay is identical."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.accuracy.pages import accuracy
from crawlers.learning.topicmodel import TopicModel, content, store_model, stored_model, with_topic
from crawlers.learning.topictraining import train
from crawlers.loopback import Folder
from crawlers.pages import read_page
from dashboard.rounds import textmodel
from dashboard.rounds.steps import check_round, score_round
from data.store import Store
from data.topics import known_topics
from data.training import (
    CURRENT,
    TopicModelError,
    bundled,
    digest,
    plan,
)
from data.types import Page, PageKind, PageState
from tests.commands import gkc
from tests.pipeline import ROUND, run_round, unit

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
AT = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
FOUR = {"budget", "leadership", "news", "recruitment"}
FEW = tuple(
    one for topic in sorted(FOUR) for one in [e for e in bundled() if e.topic == topic][:12]
)
SMALL = replace(plan(), folds=3)


@pytest.fixture(autouse=True)
def _forget_models() -> Iterator[None]:
    """A model once read is remembered, whatever became of its file."""
    stored_model.cache_clear()
    yield
    stored_model.cache_clear()


def tiny(sharpness: float = 5.0) -> TopicModel:
    """钱 is about budgets, 闻 about news, 规 about policy.

    One of these signs alone: e^s / (e^s + 2) sure of its topic, 0.98 at 5, 0.93 at 3.3, 0.58 at 1.
    """
    return TopicModel(
        topics=("budget", "news", "policy_document"),
        ngrams=(1, 1),
        opening=20,
        threshold=0.9,
        overrule=0.95,
        pieces={"钱": 0, "闻": 1, "规": 2},
        idf=np.ones(3, np.float32),
        weights=np.eye(3, dtype=np.float32),
        bias=np.zeros(3, np.float32),
        sharpness=sharpness,
        learned="0" * 64,
        version="abcabcabcabc",
    )


def article(title: str, topic: str = "", *columns: str, text: str = "") -> Page:
    url = "http://a.localhost/1.html"
    ok = PageKind.ARTICLE, PageState.OK
    return Page(url, *ok, title=title, topic=topic, columns=columns, text=text)


# --- training ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trained() -> TopicModel:
    return train(FEW, SMALL)[0]


def test_the_same_examples_give_the_same_file_in_any_order(
    tmp_path: Path, trained: TopicModel
) -> None:
    one = store_model(trained, tmp_path / "one")
    other = store_model(train(FEW[::-1], SMALL)[0], tmp_path / "other")
    less = store_model(train(FEW[1:], SMALL)[0], tmp_path / "other")
    assert one.version == other.version != less.version
    assert one.learned == digest(FEW)
    assert textmodel.current_version(tmp_path / "other") == less.version


def test_a_model_read_back_says_what_it_said(tmp_path: Path, trained: TopicModel) -> None:
    written = store_model(trained, tmp_path)
    read = stored_model(tmp_path, written.version)
    assert [read.guess(e.title, e.opening) for e in FEW] == [
        trained.guess(e.title, e.opening) for e in FEW
    ]


def test_it_knows_what_it_has_learned_and_how_it_does_on_what_it_has_not(
    trained: TopicModel,
) -> None:
    assert all(trained.guess(e.title, e.opening).topic == e.topic for e in FEW)
    _, held = train(FEW, SMALL)
    always = held[0]
    assert (always.threshold, always.examples, always.said) == (0.0, 48, 48)
    assert always.right >= 36
    assert [one.said for one in held] == sorted((one.said for one in held), reverse=True)
    assert {one.threshold for one in held} >= {SMALL.threshold, SMALL.overrule}


@given(st.text(max_size=60), st.text(max_size=300))
def test_any_text_gets_a_known_topic_and_a_probability(title: str, text: str) -> None:
    topic, sure = tiny().guess(title, text)
    assert topic in tiny().topics
    assert 0.333 <= sure <= 1


def test_figures_width_and_line_breaks_do_not_matter() -> None:
    assert content("２０２３年\n预算", "ＡＢ 12") == content("1998年 预算", "ab　34")


def test_only_the_opening_is_read() -> None:
    assert tiny().guess("闻", "无" * 20 + "钱" * 50).topic == "news"


# --- when it speaks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "sharpness", "topic"),
    [
        pytest.param(article("钱"), 5.0, "budget", id="no rule, sure"),
        pytest.param(article("无题", text="钱"), 5.0, "budget", id="the text decides"),
        pytest.param(article("钱"), 1.0, "", id="no rule, unsure"),
        pytest.param(article("钱", "emergency", "疫情防控"), 5.0, "budget", id="only a column"),
        pytest.param(article("钱", "emergency", "疫情防控"), 3.3, "emergency", id="not that sure"),
        pytest.param(article("钱的通知", "policy_document"), 5.0, "budget", id="only the form"),
        pytest.param(article("钱的招标公告", "procurement"), 5.0, "procurement", id="the title"),
        pytest.param(
            article("李钱", "leadership"), 5.0, "leadership", id="a career, no title rule"
        ),
        pytest.param(replace(article("钱"), kind=PageKind.LIST), 5.0, "", id="a list"),
        pytest.param(replace(article("钱"), state=PageState.EMPTY), 5.0, "", id="an empty page"),
    ],
)
def test_the_model_speaks_only_where_no_words_of_a_title_do(
    page: Page, sharpness: float, topic: str
) -> None:
    assert with_topic(page, tiny(sharpness)).topic == topic


def test_the_trace_names_the_model_how_sure_it_is_and_what_it_overruled() -> None:
    silent = with_topic(article("钱"), tiny())
    assert silent.trace["topic"] == ("文本模型 abcabcabcabc，把握 0.99", "")
    overruled = with_topic(article("钱", "emergency", "疫情防控"), tiny())
    assert overruled.trace["topic"][0] == (
        "文本模型 abcabcabcabc，把握 0.99；按栏目或体裁是“应急预案、预警与突发事件”"
    )


def test_the_year_goes_with_the_topic() -> None:
    page = with_topic(article("2023年的钱"), tiny())
    assert (page.topic, page.subject_year) == ("budget", 2023)
    was = replace(article("2023年闻", "budget", "财政预算"), subject_year=2023)
    now = with_topic(was, tiny())
    assert (now.topic, now.subject_year) == ("news", None)


def test_a_page_that_the_model_leaves_alone_is_the_same_page() -> None:
    page = article("钱的招标公告", "procurement")
    assert with_topic(page, tiny()) is page


# --- files ------------------------------------------------------------------------------------


def test_without_a_model_the_rules_alone_decide(tmp_path: Path) -> None:
    page = article("钱")
    assert textmodel.latest(tmp_path)(page) is page


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    version = store_model(tiny(), tmp_path).version
    assert sorted(path.name for path in (tmp_path / CURRENT).parent.iterdir()) == [
        f"topics-{version}.npz",
        "topics.current",
    ]


def _gone(file: Path) -> None:
    file.unlink()


def _changed(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize(
    ("harm", "sentence"), [(_gone, "读不到"), (_changed, "已被改动或损坏")], ids=["gone", "changed"]
)
def test_a_model_that_is_not_what_was_written_is_refused(
    tmp_path: Path, harm: mock.Mock, sentence: str
) -> None:
    version = store_model(tiny(), tmp_path).version
    harm((tmp_path / CURRENT).with_name(f"topics-{version}.npz"))
    with pytest.raises(TopicModelError, match=sentence):
        textmodel.latest(tmp_path)


def test_a_damaged_pointer_and_a_version_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TopicModelError, match="不是文本模型的版本"):
        stored_model(tmp_path, "../../etc")
    store_model(tiny(), tmp_path)
    (tmp_path / CURRENT).write_text("../../etc", encoding="utf-8")
    with pytest.raises(TopicModelError, match="已损坏"):
        textmodel.latest(tmp_path)


def test_a_file_that_would_run_code_is_not_loaded(tmp_path: Path) -> None:
    folder = (tmp_path / CURRENT).parent
    folder.mkdir()
    np.savez(folder / "pickled.npz", said=np.array([print], dtype=object))
    body = (folder / "pickled.npz").read_bytes()
    with (
        mock.patch("crawlers.learning.topicmodel._packed", return_value=body),
        pytest.raises(TopicModelError, match="不是文本模型文件"),
    ):
        stored_model(tmp_path, store_model(tiny(), tmp_path).version)


def test_a_model_of_another_format_is_refused(tmp_path: Path) -> None:
    with mock.patch("crawlers.learning.topicmodel.FORMAT", 2):
        version = store_model(tiny(), tmp_path).version
    with pytest.raises(TopicModelError, match="另一版本程序"):
        stored_model(tmp_path, version)


# --- rounds -----------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Folder:
    """A site with one article that no rule knows a topic of."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(
        '<html><meta charset="utf-8"><title>清河县财政局</title><a href="/1.html">钱</a></html>',
        encoding="utf-8",
    )
    (folder / "1.html").write_text(
        '<html><meta charset="utf-8"><title>钱钱钱钱钱</title><h1>钱钱钱钱钱</h1>'
        "<p>发布时间：2023-12-01</p><p>钱钱钱钱钱钱，钱钱钱钱钱钱。</p></html>",
        encoding="utf-8",
    )
    return Folder(folder)


def _topic(store: Store) -> str:
    return next(page.topic for page in store.pages(ROUND, "one") if page.url.endswith("/1.html"))


def _check(store: Store, var: Path) -> tuple[str, str | None]:
    check_round(store, ROUND, var)
    return _topic(store), score_round(store, ROUND)


def test_a_round_keeps_the_model_of_its_first_check(tmp_path: Path, site: Folder) -> None:
    first = store_model(tiny(), tmp_path).version
    with run_round(tmp_path, {"one.localhost": site}, [unit("one")]) as store:
        assert (store.topic_model(ROUND), _topic(store)) == (first, "budget")
        made = store.digest(ROUND)
        other = store_model(replace(tiny(), topics=("news", "budget", "audit")), tmp_path)
        assert _check(store, tmp_path) == ("budget", made)
        store.set_topic_model(ROUND, other.version, AT)
        assert _check(store, tmp_path)[0] == "news"
        store.set_topic_model(ROUND, first, AT)
        assert _check(store, tmp_path) == ("budget", made)


def test_a_round_first_checked_without_a_model_stays_without_one(
    tmp_path: Path, site: Folder
) -> None:
    with run_round(tmp_path, {"one.localhost": site}, [unit("one")]) as store:
        assert (store.topic_model(ROUND), _topic(store)) == ("", "")
        store_model(tiny(), tmp_path)
        assert _check(store, tmp_path)[0] == ""


def test_collecting_uses_no_model(tmp_path: Path, site: Folder) -> None:
    store_model(tiny(), tmp_path)
    with (
        mock.patch("tests.pipeline.check_round"),
        run_round(tmp_path, {"one.localhost": site}, [unit("one")]) as store,
    ):
        assert (store.topic_model(ROUND), _topic(store)) == (None, "")


def _sheet(folder: Path, rows: list[str]) -> Path:
    path = folder / "topics.csv"
    path.write_text("\n".join(["网址,标题,事项,确认人,开头", *rows]), encoding="utf-8")
    return path


# --- commands ---------------------------------------------------------------------------------


def test_topics_are_listed_with_their_legal_basis(tmp_path: Path) -> None:
    lines = gkc(tmp_path, "topics", "list", "--format", "csv").out.splitlines()
    assert lines[0] == "编号,名称,依据"
    assert "annual_report,政府信息公开工作年度报告,第四十九条、第五十条" in lines
    assert len(lines) == 1 + len(known_topics().by_id)


def test_what_people_confirm_is_learned_and_a_round_changes_its_model_on_demand(
    tmp_path: Path, site: Folder
) -> None:
    small = {"bundled": lambda: FEW, "plan": lambda: SMALL}
    with mock.patch.multiple("dashboard.commands.topics", **small):
        trained = gkc(tmp_path, "topics", "train", "--format", "csv")
        again = gkc(tmp_path, "topics", "train")
        rows = [f"http://a.localhost/{n},某某{n},budget,评审员,青禾鲤鱼{n}" for n in "甲乙丙丁"]
        confirmed = gkc(tmp_path, "topics", "confirm", _sheet(tmp_path, rows))
        learned = gkc(tmp_path, "topics", "train")
    first, *_, last = sorted((tmp_path / "var" / "models").iterdir())
    version = (tmp_path / "var" / CURRENT).read_text(encoding="ascii")
    assert trained.out.startswith("把握,作出判断,判断正确,\n0.00,1.000,0.")
    assert "0.90" in trained.out
    assert "没有规则可依时" in trained.out
    assert "已训练：48 条样例，4 个事项" in trained.err
    assert "（与原来的相同）" in again.err
    assert "已记录 4 条确认；请再运行 gkc topics train" in confirmed.err
    assert "52 条样例" in learned.err
    assert stored_model(tmp_path / "var", version).guess("无题", "青禾鲤鱼").topic == "budget"
    assert (first.suffix, last.name) == (".npz", "topics.current")
    with run_round(tmp_path / "var", {"one.localhost": site}, [unit("one")]):
        pass
    assert (
        "改用规则（不用文本模型）；请再运行 gkc check r"
        in gkc(tmp_path, "topics", "use", ROUND, "--rules").err
    )
    assert f"改用文本模型 {version}" in gkc(tmp_path, "topics", "use", ROUND).err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("r",), "还没有文本模型；请先运行 gkc topics train"),
        (("r", "abcabcabcabc", "--rules"), "只能写一个"),
        (("r", "abcabcabcabc"), "文本模型 abcabcabcabc 的文件"),
        (("r", "最新"), "“最新”不是文本模型的版本"),
        (("r", "--rules"), "没有编号为“r”的评估轮次"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_with_a_remedy(
    tmp_path: Path, args: tuple[str, ...], sentence: str
) -> None:
    done = gkc(tmp_path, "topics", "use", *args)
    assert (done.code, sentence in done.err) == (1, True)


def test_extract_reads_topics_with_the_model_trained_last(tmp_path: Path, site: Folder) -> None:
    before = gkc(tmp_path, "extract", "site/1.html").out
    store_model(tiny(), tmp_path / "var")
    after = gkc(tmp_path, "extract", "site/1.html").out
    assert ('"topic": ""' in before, '"topic": "budget"' in after) == (True, True)


def test_the_command_line_starts_without_the_libraries_of_the_model() -> None:
    code = "import sys, dashboard.cli; sys.exit(bool({'numpy', 'sklearn'} & set(sys.modules)))"
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


# --- how well it does -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole() -> tuple[TopicModel, float]:
    """The model of all examples, and its accuracy in cross-validation where it speaks."""
    model, held = train(bundled(), plan())
    spoken = next(one for one in held if one.threshold == plan().threshold)
    return model, spoken.right / spoken.said


def test_nineteen_of_twenty_are_right_of_what_it_is_sure_of(
    whole: tuple[TopicModel, float],
) -> None:
    assert whole[1] >= 0.95


@pytest.mark.skipif(not CORPUS.is_dir(), reason="标注语料不在代码库旁边")
def test_real_pages_are_told_by_text_alone_and_none_is_made_worse(
    whole: tuple[TopicModel, float],
) -> None:
    model = whole[0]

    def alone(page: Page) -> Page:
        if page.kind is not PageKind.ARTICLE:
            return page
        return replace(page, topic=model.guess(page.title, page.text).topic)

    right = {
        name: next(
            score.right
            for score in accuracy(CORPUS / "labels.tsv", CORPUS / "pages", retopic)
            if score.field == "topic"
        )
        for name, retopic in {
            "rules": lambda page: page,
            "both": lambda page: with_topic(page, model),
            "alone": alone,
        }.items()
    }
    assert right["both"] >= right["rules"]
    assert right["alone"] >= 0.9 * right["rules"]


def test_a_page_read_and_given_a_topic_is_a_page_as_any(whole: tuple[TopicModel, float]) -> None:
    html = (
        '<html><meta charset="utf-8"><title>三月里的好消息</title><h1>三月里的好消息</h1>'
        "<p>发布时间：2023-03-08</p><p>3月8日，记者从县里召开的发布会上获悉，我县又有两个村"
        "上榜，村民们喜笑颜开，纷纷表示要把日子过得更红火。</p></html>"
    )
    page = read_page("http://a.localhost/xw/1.html", html.encode())
    assert (page.topic, with_topic(page, whole[0]).topic) == ("", "news")
