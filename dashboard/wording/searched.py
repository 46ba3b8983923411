"""Where something was looked for in vain, as documents say it."""

from data.types import Looked

_MOST_COLUMNS = 30  # of a site that were read, named in one cell


def where_looked(looked: Looked | None) -> str:
    """Where something was looked for in vain: columns, words, pages, a line each."""
    if looked is None:
        return ""
    shown = "、".join(looked.columns[:_MOST_COLUMNS])
    if len(looked.columns) > _MOST_COLUMNS:
        shown += f"等{len(looked.columns)}个"
    said = (
        ("查过的栏目", shown),
        ("查找的词", "、".join(looked.words)),
        ("读取页数", str(looked.pages) if looked.pages else ""),
    )
    return "\n".join(f"{head}：{text}" for head, text in said if text)
