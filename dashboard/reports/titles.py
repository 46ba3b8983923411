"""A long title of a document in lines of about one length, not broken inside a word."""

_LONGEST = 20  # characters of 2 号 in a line of 156 mm
_REACH = 5  # characters to either side of the middle in which a better place is looked for
_ENDS = (
    "关于", "公开", "评估", "工作", "结果", "情况", "问题", "季度", "年度", "年", "部门", "整改",
    "网站", "检查", "政府", "：", "的",
)  # fmt: skip  # after these words a line may end


def title_lines(title: str) -> list[str]:
    """The lines of a title; a short one is one line."""
    lines = -(-len(title) // _LONGEST)
    if lines <= 1:
        return [title]
    at = _place(title, round(len(title) / lines))
    return [title[:at], *title_lines(title[at:])]


def _place(title: str, ideal: int) -> int:
    fit = range(max(1, ideal - _REACH), min(len(title), ideal + _REACH, _LONGEST) + 1)
    ends = [at for at in fit if title[:at].endswith(_ENDS) and not title[at:].startswith("的")]
    outside = [at for at in fit if not (title[at - 1 : at + 1].isascii() and len(title) > at)]
    return min(ends or outside or [ideal], key=lambda at: (abs(at - ideal), -at))
