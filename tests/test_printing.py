"""What is printed: addresses that can be followed, and no number of a person in them."""

import io
import json
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from crawlers.personal import masked_urls
from dashboard.wording.markup import link
from dashboard.wording.printing import STDERR, Format, emit, say
from data.types import Evidence
from tests import rounds
from tests.commands import gkc

ID, MOBILE = "110101199003077475", "13812345678"
PERSONAL = f"http://a.gov.cn/q?sfz={ID}&sj={MOBILE}"
STARRED = "http://a.gov.cn/q?sfz=110*************75&sj=138******78"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.a.gov.cn/art/2023/12/15/art_1234_5678901.html",
        "http://www.a.gov.cn/t20231215_1234567890.html",
        "http://www.a.gov.cn/20231215093015123.html",
        "http://www.a.gov.cn/110101199003077476.html",  # the check digit is wrong
        "http://www.a.gov.cn/12812345678.html",  # no mobile begins so
        "http://www.a.gov.cn/c13812345678/3f13812345678/13812345678a.html",
        "http://www.a.gov.cn/138123456789.html",
        "http://127.0.0.1:8700/",
    ],
)
def test_ordinary_addresses_stay_as_they_are(url: str) -> None:
    assert masked_urls(url) == url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (PERSONAL, STARRED),
        ("http://a.gov.cn/8613812345678", "http://a.gov.cn/861********78"),
        ("http://a.gov.cn/%E5%BC%A0%E4%B8%8913812345678.html",
         "http://a.gov.cn/%E5%BC%A0%E4%B8%89138******78.html"),
        (f"见 http://a.gov.cn/{ID}.html 和 http://b.gov.cn/{MOBILE}/。",
         "见 http://a.gov.cn/110*************75.html 和 http://b.gov.cn/138******78/。"),
    ],
)  # fmt: skip
def test_numbers_of_persons_are_starred(url: str, shown: str) -> None:
    assert masked_urls(url) == shown
    assert masked_urls(shown) == shown


@pytest.mark.parametrize("fmt", list(Format))
def test_no_format_shows_the_number_of_a_person(fmt: Format) -> None:
    row = {"url": PERSONAL, "deep": [{"url": PERSONAL, "n": 1, "none": None}]}
    out = io.StringIO()
    with redirect_stdout(out):
        emit([row], {"url": "网址"}, fmt, f"共 1 个 {PERSONAL}")
    assert ID not in out.getvalue()
    assert MOBILE not in out.getvalue()
    assert STARRED in out.getvalue()
    if fmt is Format.JSON:
        deep = [{"url": STARRED, "n": 1, "none": None}]
        assert json.loads(out.getvalue()) == [{"url": STARRED, "deep": deep}]


def test_no_message_shows_the_number_of_a_person() -> None:
    with STDERR.capture() as said:
        say(f"没有读到 {PERSONAL}")
    assert said.get() == f"没有读到 {STARRED}\n"


def test_a_link_leads_to_the_address_as_it_is_and_reads_starred() -> None:
    escaped, starred = PERSONAL.replace("&", "&amp;"), STARRED.replace("&", "&amp;")
    assert f'href="{escaped}"' in link(PERSONAL)
    assert f">{starred}<" in link(PERSONAL)


@pytest.mark.parametrize("fmt", list(Format))
def test_gaps_show_evidence_without_the_number_and_where_it_is_kept(
    tmp_path: Path, fmt: Format
) -> None:
    page = replace(rounds.LATE, url=PERSONAL, warc="poor.warc.gz", offset=7)
    assert isinstance(page, Evidence)
    rounds.fill(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}", page)
    out = gkc(tmp_path, "gaps", "r1", "--unit", "poor", "--format", fmt).out
    assert ID not in out
    assert MOBILE not in out
    if fmt is not Format.TABLE:  # there it is folded
        assert STARRED in out
        assert "poor.warc.gz" in out


LONG = "http://www.example.gov.cn/zwgk/czyjs/2023/" + "a1" * 50 + "/t20231215_1234567.html?id=1"


@pytest.mark.parametrize(
    "text",
    [LONG, f"换网址写法{LONG}（连接被拒绝 1 个），{LONG}。" + "又试了别的办法" * 40],
    ids=["alone", "in a sentence"],
)
@pytest.mark.parametrize("others", [1, 8])
def test_no_table_breaks_an_address(text: str, others: int) -> None:
    row = {"url": text} | {f"c{n}": "很长的一段说明文字" * 20 for n in range(others)}
    out = io.StringIO()
    with redirect_stdout(out):
        emit([row], {key: key for key in row}, Format.TABLE)
    lines = out.getvalue().splitlines()
    assert sum(LONG in line for line in lines) == text.count(LONG)
    assert len({cell_len(line) for line in lines}) == 1


def test_a_table_without_addresses_keeps_to_its_width() -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        emit([{"a": "很长的一段说明文字" * 40}], {"a": "说明"}, Format.TABLE)
    assert max(cell_len(line) for line in out.getvalue().splitlines()) <= 160
