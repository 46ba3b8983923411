"""Answers to what scripts ask: which of them bring no data."""

import pytest

from crawlers.browser.refusals import brings_no_data, padded_refusal

URL = "http://qinghe.localhost/api/list"
ANY, JSON = "*/*", "application/json, text/javascript, */*; q=0.01"


@pytest.mark.parametrize(
    "said",
    [
        '{"code":401,"msg":"token失效","data":[]}',
        '{"code":500,"msg":"系统异常","rows":[]}',
        '{"code":200,"msg":"请先登录","data":null}',
        '{"errcode":40001,"data":[]}',
        '{"status":"error","rows":[]}',
        '{"success":false,"rows":[]}',
        '{"success":true,"result":{"code":"403","list":[]}}',
        '{"code":1,"msg":"参数有误","data":[]}',
        '{"error":"服务器出错"}',
        '{"error":true,"data":[]}',
        '{"message":"Access denied"}',
        '"查询失败"',
        "系统繁忙，请稍后再试",
        "<html>login</html>",
        "\ufeff <!DOCTYPE html><title>登录</title>",
    ],
)
def test_an_answer_that_says_that_it_failed_brings_no_data(said):
    assert brings_no_data(URL, ANY, said.encode())


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "null",
        "{}",
        '{"code":0,"msg":"","count":0,"data":[]}',
        '{"code":"0000","data":[]}',
        '{"code":200,"msg":"操作成功","rows":[],"total":0}',
        '{"code":200,"msg":"暂无数据","data":[]}',
        '{"code":1,"msg":"success","data":[]}',
        '{"status":1,"rows":[]}',
        '{"success":true,"data":[]}',
        '{"code":7,"data":[{"title":"失败的公告"}]}',
        '{"total":0,"rows":[],"error":null}',
        "",
        "5024",
        "<li><a href='/1.html'>关于处罚异常的公告</a></li>",
        "<ul></ul>",
        "<?xml version='1.0'?><datastore></datastore>",
    ],
)
def test_an_answer_that_is_empty_in_good_order_is_an_answer(said):
    assert not brings_no_data(URL, ANY, said.encode())


@pytest.mark.parametrize("said", ["", "<ul></ul>", "<html></html>"])
def test_where_json_was_asked_for_markup_or_nothing_is_no_answer(said):
    assert brings_no_data(URL, JSON, said.encode())
    assert brings_no_data("http://qinghe.localhost/list.json?t=1", ANY, said.encode())


def test_a_page_asked_for_by_its_name_or_as_a_page_may_come():
    page = b"<!doctype html><p>1</p>"
    assert not brings_no_data("http://qinghe.localhost/inc/head.html", ANY, page)
    assert not brings_no_data(URL, "text/html, */*; q=0.01", page)


def test_data_in_a_call_is_read_too():
    assert padded_refusal(b'/**/jQuery123_4({"code":401,"msg":"token"});')
    assert not padded_refusal(b'cb({"code":0,"data":[]})')
    assert not padded_refusal(b"var n = 1; (function () { return {} })()")
    assert not padded_refusal(b"cb([")


def test_no_answer_breaks_it():
    for said in (b"[" * 100_000, b'{"code":', b"\xff\xfe", b'{"a":' * 5000 + b"1" + b"}" * 5000):
        brings_no_data(URL, ANY, said)


@pytest.mark.parametrize("tail", [b"x", b"<", b"", b"/*" * 100_000])
def test_padding_of_any_length_is_read_at_once(tail):
    """With time that grows as its square this would take hours."""
    body = b" " * 1_900_000 + tail
    assert brings_no_data(URL, ANY, body) in {True, False}
    assert not padded_refusal(body)
