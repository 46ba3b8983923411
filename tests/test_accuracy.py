import json
from pathlib import Path

import pytest

from crawlers.accuracy.pages import LabelsError, accuracy
from tests.commands import gkc

HEADER = (
    "slug\turl\tkind\ttitle\tpublished_on\tdoc_no\tissuer\ttopic\ttopic_alt\tsubject_year\t"
    "attachments\tstate\tnote"
)
PAGE = """<meta name="ArticleTitle" content="青禾县2023年部门预算"><h1>青禾县2023年部门预算</h1>
<div>发布时间：2023-02-15 来源：县财政局</div>
<p>现将部门预算予以公开。<a href="a.pdf">部门预算</a></p>"""


def label(slug: str = "a-1", **values: str) -> str:
    row = {
        "slug": slug, "url": "", "kind": "article", "title": "青禾县2023年 部门预算",
        "published_on": "2023-02-15", "doc_no": "", "issuer": "县财政局", "topic": "budget",
        "topic_alt": "", "subject_year": "2023", "attachments": "1", "state": "ok", "note": "",
    }  # fmt: skip
    return "\t".join((row | values).values())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a-1.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def write(folder: Path, *lines: str) -> Path:
    path = folder / "labels.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_field_is_compared_with_white_space_normalised(corpus: Path) -> None:
    scores = accuracy(write(corpus, HEADER, label()), corpus)
    assert {score.field: (score.right, score.total) for score in scores} == dict.fromkeys(
        [
            "kind",
            "title",
            "published_on",
            "doc_no",
            "issuer",
            "topic",
            "subject_year",
            "attachments",
            "state",
        ],
        (1, 1),
    )


def test_a_difference_is_listed_with_what_was_expected_and_what_was_read(corpus: Path) -> None:
    scores = accuracy(write(corpus, HEADER, label(published_on="2023-02-16")), corpus)
    score = next(score for score in scores if score.field == "published_on")
    assert score.share == 0
    assert [(m.slug, m.expected, m.got) for m in score.misses] == [
        ("a-1", "2023-02-16", "2023-02-15")
    ]


def test_an_alternative_topic_is_right_and_topics_count_on_sound_articles_and_lists_only(
    corpus: Path,
) -> None:
    lines = [
        label(topic="notice", topic_alt="news, budget"),
        label(topic="notice", state="template"),
        label(topic="notice", kind="home"),
    ]
    scores = accuracy(write(corpus, HEADER, *lines), corpus)
    topic = next(score for score in scores if score.field == "topic")
    assert (topic.right, topic.total) == (1, 1)


def test_right_and_judged_pages_are_counted_for_each_site(corpus: Path) -> None:
    for slug in ("a-2", "b-c-1"):
        (corpus / f"{slug}.html").write_text(PAGE, encoding="utf-8")
    lines = [label("a-1"), label("a-2", kind="list"), label("b-c-1", topic="news", state="spam")]
    scores = {score.field: score for score in accuracy(write(corpus, HEADER, *lines), corpus)}
    assert scores["kind"].of_sites() == {"a": (1, 2), "b-c": (1, 1)}
    assert scores["topic"].of_sites() == {"a": (2, 2)}


def test_accuracy_is_printed_by_site_with_the_mean_of_the_sites(corpus: Path) -> None:
    (corpus / "b-1.html").write_text(PAGE, encoding="utf-8")
    write(corpus, HEADER, label("a-1"), label("b-1", issuer="县教育局"))
    done = gkc(corpus, "accuracy", "labels.tsv", "--pages", ".", "--by-site", "--format", "json")
    assert done.code == 0, done.err
    rows = {row["site"]: row for row in json.loads(done.out)}
    # (1/1 + 0/1) / 2 = 0.5
    assert [rows[site]["issuer"] for site in ("a", "b", "各网站平均")] == ["1/1", "0/1", "0.500"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["slug\ttitle", "a\tb"], r"labels\.tsv 第 1 行缺少列：url"),
        ([HEADER, "a-1\thttp://x"], r"labels\.tsv 第 2 行列数不够"),
        ([HEADER, label(), label("b-2")], r"labels\.tsv 第 3 行的页面 b-2\.html 不在"),
    ],
)
def test_wrong_labels_are_named_by_file_and_row(
    corpus: Path, lines: list[str], sentence: str
) -> None:
    with pytest.raises(LabelsError, match=sentence):
        accuracy(write(corpus, *lines), corpus)


def test_a_missing_labels_file_is_named(corpus: Path) -> None:
    with pytest.raises(LabelsError, match="找不到标注文件"):
        accuracy(corpus / "none.tsv", corpus)
