"""What the text model of topics learns from: our examples, and the sheets that people fill in."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.personal import find_leaks
from data.store import Store
from data.topics import known_topics
from data.training import (
    Confirmed,
    Example,
    TrainingError,
    bundled,
    digest,
    learned_from,
    read_confirmations,
)
from tests.commands import gkc

AT = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
LEAST_EXAMPLES = 40  # of each topic
HEADER = "网址,标题,事项,确认人,开头"
GOOD = "http://a.localhost/1,关于某事的说明,audit,评审员,近日开展审计。"


def sheet(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "topics.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


# --- the examples -----------------------------------------------------------------------------


def test_every_topic_has_enough_examples_and_no_title_stands_twice() -> None:
    examples = bundled()
    counts = Counter(one.topic for one in examples)
    assert counts.keys() == known_topics().by_id.keys()
    assert {topic: n for topic, n in counts.items() if n < LEAST_EXAMPLES} == {}
    assert [title for title, n in Counter(one.title for one in examples).items() if n > 1] == []
    openings = Counter(one.opening for one in examples if one.opening)
    assert [opening for opening, n in openings.items() if n > 1] == []


def test_examples_are_of_both_kinds_with_and_without_an_opening() -> None:
    empty = sum(not one.opening for one in bundled()) / len(bundled())
    assert 0.2 < empty < 0.5


def test_no_example_holds_a_persons_number() -> None:
    assert [one for one in bundled() if find_leaks(f"{one.title}\n{one.opening}", one.title)] == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("weather", "title\topening\n甲\t乙\n", r"weather\.tsv 不是公开事项的编号"),
        ("news", "标题\t开头\n甲\t乙\n", r"news\.tsv 第 1 行"),
        ("news", "title\topening\n甲\t乙\n只有标题\n", r"news\.tsv 第 3 行"),
        ("news", "title\topening\n甲\t乙\t丙\n", r"news\.tsv 第 2 行"),
        ("news", "title\topening\n\t没有标题\n", r"news\.tsv 第 2 行"),
    ],
)
def test_a_wrong_file_of_examples_is_refused(
    tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(TrainingError, match=sentence):
        bundled(tmp_path)


def test_without_examples_the_program_says_so(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="找不到训练样例"):
        bundled(tmp_path)


def test_the_digest_is_of_the_examples_and_not_of_their_order() -> None:
    ours = bundled()
    assert digest(ours) == digest(reversed(ours)) != digest(ours[1:])


def test_the_last_word_of_people_goes_before_earlier_ones_and_before_our_examples() -> None:
    ours = [Example("news", "甲", ""), Example("notice", "乙", "")]
    url = "http://a.localhost/1"
    said = [
        Confirmed(url, Example("news", "丙", ""), "评审员", AT),
        Confirmed(url, Example("audit", "丙", ""), "评审员", AT),
        Confirmed(url + "2", Example("budget", "甲", ""), "评审员", AT),
    ]
    assert learned_from(ours, said) == [
        Example("audit", "丙", ""),
        Example("budget", "甲", ""),
        Example("notice", "乙", ""),
    ]


# --- the sheets that people fill in ---------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("topic", ["audit", "审计"])
def test_confirmations_are_read_by_id_or_name_in_the_usual_encodings(
    tmp_path: Path, encoding: str, topic: str
) -> None:
    row = GOOD.replace("audit", topic)
    assert read_confirmations(sheet(tmp_path, HEADER, row, "", encoding=encoding), AT) == [
        Confirmed(
            "http://a.localhost/1",
            Example("audit", "关于某事的说明", "近日开展审计。"),
            "评审员",
            AT,
        )
    ]


def test_the_opening_may_be_left_out(tmp_path: Path) -> None:
    path = sheet(tmp_path, "确认人,事项,标题,网址", "评审员,审计,甲,http://a.localhost/1")
    assert [each.example for each in read_confirmations(path, AT)] == [Example("audit", "甲", "")]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((), r"是空文件；请核对文件"),
        ((HEADER,), r"里没有内容"),
        (("网址,标题,事项", "a"), r"第 1 行缺少列“确认人”；表头应为"),
        ((HEADER + ",备注", GOOD), r"第 1 行有不认识的列“备注”"),
        ((HEADER + ",标题", GOOD), r"第 1 行的列“标题”重复"),
        ((HEADER, GOOD, GOOD + ",多"), r"第 3 行比表头多出 1 列"),
        ((HEADER, GOOD.replace("评审员", "")), r"第 2 行“确认人”列为空"),
        ((HEADER, GOOD.replace("http://", "")), r"第 2 行：“a\.localhost/1”不是网址"),
        (
            (HEADER, GOOD.replace("audit", "天气")),
            r"第 2 行：没有“天气”这个事项；.*gkc topics list",
        ),
        ((HEADER, 'http://a.localhost/1,"没有收尾'), r"第 2 行不是正确的 CSV"),
    ],
)
def test_a_wrong_sheet_is_refused_whole_with_row_and_remedy(
    tmp_path: Path, lines: tuple[str, ...], sentence: str
) -> None:
    done = gkc(tmp_path, "topics", "confirm", sheet(tmp_path, *lines))
    assert done.code == 1
    with pytest.raises(TrainingError, match=sentence) as refused:
        read_confirmations(tmp_path / "topics.csv", AT)
    assert str(refused.value) in done.err
    with Store(f"sqlite:///{tmp_path}/var/gkc.db") as store:
        assert store.confirmed_topics() == []


def test_a_sheet_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="读不了文件"):
        read_confirmations(tmp_path / "none.csv", AT)
    (tmp_path / "topics.csv").write_bytes(b"\xff\xfe\x00\xff")
    with pytest.raises(TrainingError, match="编码"):
        read_confirmations(tmp_path / "topics.csv", AT)


def test_numbers_of_persons_are_masked_before_they_are_kept(tmp_path: Path) -> None:
    row = "http://a.localhost/1,关于张三（110101199003077758）的公示,audit,评审员,"
    assert gkc(tmp_path, "topics", "confirm", sheet(tmp_path, HEADER, row)).code == 0
    with Store(f"sqlite:///{tmp_path}/var/gkc.db") as store:
        assert "110101199003077758" not in repr(store.confirmed_topics())


def test_confirmations_are_appended_and_come_back_in_order(store: Store) -> None:
    said = [
        Confirmed("http://a.localhost/1", Example("news", "甲", "乙"), "评审员一", AT),
        Confirmed("http://a.localhost/1", Example("audit", "甲", ""), "评审员二", AT),
    ]
    store.confirm_topics(said[:1])
    store.confirm_topics(said[1:])
    assert store.confirmed_topics() == said
