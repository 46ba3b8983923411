import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.reading.charset import decode, decode_as

TEXT = "<title>政府信息公开</title>关于印发《办法》的通知"


def meta(charset: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">{TEXT}'


def test_gb2312_declared_and_rarer_characters_used_is_read_as_gb18030() -> None:
    body = meta("gb2312").replace("办法", "镕喆䶮").encode("gb18030")
    assert "镕喆䶮" in decode(body)


def test_valid_utf8_wins_over_a_false_declaration_in_header_and_meta() -> None:
    assert TEXT in decode(meta("gb2312").encode(), "text/html; charset=GBK")


def test_gbk_bytes_declared_as_utf8_are_still_read() -> None:
    assert TEXT in decode(meta("utf-8").encode("gbk"), "text/html; charset=utf-8")


def test_gbk_without_any_declaration_is_read() -> None:
    assert decode(TEXT.encode("gbk")) == TEXT


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_byte_order_marks_and_wide_codes_are_seen(codec: str) -> None:
    assert decode(f"<html><head></head><body>{TEXT}</body></html>".encode(codec)).endswith(
        f"{TEXT}</body></html>"
    )


def test_one_broken_byte_in_utf8_does_not_turn_the_page_into_mojibake() -> None:
    body = (TEXT * 20).encode() + b"\xe5\xa4" + b"<p>end</p>"
    assert decode(body).count("信息公开") == 20


def test_an_unknown_charset_name_is_ignored() -> None:
    assert TEXT in decode(meta("x-made-up").encode("gbk"), "text/html; charset=hex")


@given(st.binary(max_size=300), st.text(max_size=30))
def test_no_bytes_and_no_header_ever_raise(body: bytes, header: str) -> None:
    assert isinstance(decode(body, header), str)


@pytest.mark.parametrize(
    ("body", "header", "codec"),
    [
        (meta("gb2312").encode("gbk"), "", "gb18030"),
        (meta("gb2312").encode(), "", "utf-8"),
        (b'<meta charset="gbk"><p>ASCII', "", "gb18030"),
        (b"<p>ASCII", "text/html; charset=GB2312", "gb18030"),
        (b"<p>ASCII", "", "utf-8"),
        (TEXT.encode("big5", "ignore") + b"\xa4\xa4", "text/html; charset=big5", "big5"),
        (TEXT.encode("utf-8-sig"), "", "utf-8-sig"),
    ],
)
def test_the_code_of_a_page_is_what_it_was_read_in(body: bytes, header: str, codec: str) -> None:
    assert decode_as(body, header)[1] == codec


def test_a_header_of_any_length_is_read_at_once():
    """With time that grows as its square this would take hours."""
    header = "text/html; charset=" + " " * 1_000_000 + "<"
    assert decode("政府".encode("gb18030"), header) == "政府"
