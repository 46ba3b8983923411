"""The draft scheme of a notice as a file."""

import yaml

from dashboard.reports.notice_reading import ReadNotice, forms
from dashboard.rounds.steps import checks
from data.schemes import bind, parse_scheme
from scoring.notice.drafting import draft


def scheme_text(read: ReadNotice, kind: str) -> str:
    """The draft scheme of a notice as a YAML file; checked as any other before it is handed out."""
    scheme_id = f"notice-{read.notice.year or 'draft'}"
    values = draft(
        read.notice, read.indicators, forms(read.indicators), scheme_id=scheme_id, kind=kind
    )
    head = (
        f"# 由 gkc notice 从《{read.notice.title}》读出的指标体系草案。分值平均分配，\n"
        "# 请按轻重修改。每项的 basis 写明所依据的任务。\n"
        "# 改好后换上自己的 id，用 gkc schemes check 检查。\n"
    )
    text = head + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)
    bind(parse_scheme(text, "草案"), checks())
    return text
