"""What stands on the paper but says nothing of a task: page numbers, contents, lists of annexes.

Blanked, never cut out: every other character keeps its place.
"""

import re

_PAGE_NUMBER = re.compile(
    r"^[^\S\n]*(?:[-—–―·•－]+[^\S\n]*\d{1,3}[^\S\n]*[-—–―·•－]+|第?[^\S\n]*\d{1,3}[^\S\n]*页"
    r"(?:[,，/／]?[^\S\n]*共[^\S\n]*\d{1,3}[^\S\n]*页)?|\d{1,3})[^\S\n]*$",
    re.M,
)
_LEADERS = re.compile(
    r"^[^\n]{2,60}?(?:…{2,}|[.．·•]{4,}|(?:[.…·][^\S\n]?){4,})[^\S\n]*[-—(（]?\d{1,3}[-—)）]?"
    r"[^\S\n]*$",
    re.M,
)
_CONTENTS = re.compile(r"^[^\S\n]*目[^\S\n]*[录錄次][^\S\n]*$", re.M)
_PAGE_AT_END = re.compile(r"[\s.…·]*\d{0,3}$")
_LONGEST_ENTRY = 60
# "附件：1．任务分解表" and the lines of the list below it; "附件1" alone is a heading.
_ANNEXES = re.compile(
    r"^[^\S\n]*附[^\S\n]*件[^\S\n]*[:：][^\n]*(?:\n[^\S\n]*(?:附件)?[1-9]\d?[^\S\n]*[.．、:：]"
    r"(?:(?!(?:牵头|责任)(?:单位|部门)?[:：]|牵头[）)]?$|年底|月底)[^\n。；;]){2,60}$)*",
    re.M,
)


def cleaned(raw: str) -> str:
    """`raw`, as long as before, with blanks where it only helps to leaf through the paper."""
    raw = _annexes(_LEADERS.sub(_blank, _PAGE_NUMBER.sub(_blank, raw)))
    for found in _CONTENTS.finditer(raw):
        raw = _without_contents(raw, found.start(), found.end())
    return raw


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


def _annexes(raw: str) -> str:
    """Lists of annexes blanked; the first line stays, where it ends the text."""

    def rest(found: re.Match[str]) -> str:
        head, newline, below = found.group().partition("\n")
        return head + newline + re.sub(r"[^\n]", " ", below)

    return _ANNEXES.sub(rest, raw)


def _without_contents(raw: str, start: int, end: int) -> str:
    """Lines below 目录 that come again further down, dots and page numbers aside, blanked."""
    at, pieces = end, [re.sub(r"[^\n]", " ", raw[start:end])]
    while at < len(raw):
        stop = raw.find("\n", at + 1)
        stop = len(raw) if stop < 0 else stop
        line = raw[at:stop]
        said = _PAGE_AT_END.sub("", line.strip())
        if said and (len(said) > _LONGEST_ENTRY or said not in raw[stop:]):
            break
        pieces.append(re.sub(r"[^\n]", " ", line))
        at = stop
    return raw[:start] + "".join(pieces) + raw[at:]
