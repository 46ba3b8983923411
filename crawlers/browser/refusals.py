"""Answers to what scripts ask that bring no data: a list drawn from one may look empty. Pure.

A status of 200 proves little: interfaces say 401 inside of it, gateways send a sign-in page, and
what a program cannot do it often tells in words only.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

_MOST_BYTES = 2 * 1024 * 1024  # an answer that says that it failed is short
_SENTENCE = 200  # characters
_CODES = {"code", "status", "errcode", "errorcode", "err_code", "ret", "retcode", "resultcode",
          "statuscode", "rescode"}  # fmt: skip
_MESSAGES = {"msg", "message", "errmsg", "errormsg", "error_msg", "error", "errormessage", "info",
             "retmsg", "resultmsg", "error_description"}  # fmt: skip
_SUCCESS = {"success", "issuccess", "succeed", "ok"}
_FINE = {"", "200", "success", "ok", "succ", "true", "none"}
_ZERO = re.compile(r"0+")
_ONE = "1"  # of some programs success, of others failure; the words decide
_FINE_WORDS = re.compile(r"成功|success|^ok$", re.IGNORECASE)
_WORDS = re.compile(
    r"失败|异常|失效|无权|没有权限|权限不足|未授权|未登[录陆]|请(?:先|重新)?登[录陆]|错误|出错|有误|非法|不合法"
    r"|过期|拒绝|禁止|频繁|繁忙|超时|不存在|未找到|缺少|不能为空|验签|签名"
    r"|error|token|fail|denied|forbidden|invalid|illegal|unauthori[sz]ed"
    r"|not (?:found|allowed|login)|no (?:access|permission)|exception|expired|time ?out|missing",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(rb"\s*+(?:\xef\xbb\xbf)?+\s*+<(?:!doctype html|html)\b", re.IGNORECASE)
_NAMED_PAGE = re.compile(r"\.(?:s?html?|xhtml)$", re.IGNORECASE)
_PADDED = re.compile(
    r"\s*+(?:/\*(?:[^*]|\*(?!/))*+\*/)?+\s*+[\w$.\[\]]++\s*+\((.*)\)\s*+;?+\s*+", re.DOTALL
)


def brings_no_data(url: str, accept: str, body: bytes) -> bool:
    """The answer to a request for data is none, although its status may be 200.

    It is a whole page where data was asked for, nothing where JSON was, or says that it failed.

    Args:
        accept: the header of the request; scripts that want JSON mostly say so.
    """
    wants_json = "json" in accept.lower() or urlsplit(url).path.lower().endswith(".json")
    if _DOCUMENT.match(body):
        named = _NAMED_PAGE.search(urlsplit(url).path) or "text/html" in accept.lower()
        return wants_json or not named
    found, value = _parsed(body)
    if found:
        return _failed(value)
    if not body.strip():
        return wants_json
    return (wants_json and body.lstrip()[:1] == b"<") or _complains(body)


def padded_refusal(body: bytes) -> bool:
    """A script that is data in a call (JSONP), and the data says that it failed."""
    if len(body) > _MOST_BYTES:
        return False
    match = _PADDED.fullmatch(body.decode("utf-8", "replace"))
    found, value = _parsed(match[1].encode()) if match else (False, None)
    return found and _failed(value)


def _parsed(body: bytes) -> tuple[bool, Any]:
    if len(body) > _MOST_BYTES or body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in b'{["':
        return False, None
    try:
        return True, json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return False, None


def _failed(value: Any) -> bool:
    """The data says that it failed, and holds no rows that say otherwise."""
    if isinstance(value, str):
        return len(value) <= _SENTENCE and _WORDS.search(value) is not None
    if not isinstance(value, dict) or _has_rows(value):
        return False
    inner = [each for each in value.values() if isinstance(each, dict)]
    return any(_says_failure(each) for each in (value, *inner))


def _says_failure(value: dict[str, Any]) -> bool:
    low = {str(key).lower(): said for key, said in value.items()}
    words = [str(low[key]) for key in _MESSAGES if isinstance(low.get(key), str)]
    if any(len(said) <= _SENTENCE and _WORDS.search(said) for said in words):
        return True
    if any(str(low[key]).lower() in {"false", "0"} for key in _SUCCESS if key in low):
        return True
    if low.get("error") is True:
        return True
    well = not any(words) or any(_FINE_WORDS.search(said) for said in words)
    return any(not _fine(said, well) for said in _codes(low))


def _codes(low: dict[str, Any]) -> Iterator[str]:
    """What the answer gives as its code; the state of a thing that it tells of is none."""
    for key in _CODES:
        if isinstance(said := low.get(key), (str, int)):
            yield str(said).strip().lower()


def _fine(code: str, well: bool) -> bool:
    return code in _FINE or _ZERO.fullmatch(code) is not None or (code == _ONE and well)


def _has_rows(value: Any, depth: int = 4) -> bool:
    """Somewhere in it is a list that is not empty."""
    if isinstance(value, list):
        return bool(value)
    if isinstance(value, dict) and depth:
        return any(_has_rows(each, depth - 1) for each in value.values())
    return False


def _complains(body: bytes) -> bool:
    """A bare sentence that says that it failed."""
    if len(body) > 3 * _SENTENCE or b"<" in body:
        return False
    return _WORDS.search(body.decode("utf-8", "replace")) is not None
