"""开放数据: what the scheme publishes of a round and no more, as CSV and JSON with a dictionary."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from dashboard.reports.book import Book
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.packing import packed
from dashboard.reports.paper import clean
from dashboard.rounds.published import publish_words
from dashboard.wording.printing import cell, points
from dashboard.wording.words import METHOD

_FIELDS: Mapping[str, tuple[str, str]] = {
    "group": ("文本", "排名组别；各组分别排名，不混排"),
    "place": ("整数", "组内名次，同分同名次；“—”为核查覆盖率不足等原因未列名次"),
    "unit": ("文本", "单位名称"),
    "value": ("小数，两位", "得分；“—”为未列名次，不公布得分"),
    "grade": ("文本", "等次"),
    "units": ("整数", "该等次的单位数"),
    "end": ("文本", "位列前几名或后几名"),
    "code": ("文本", "指标编号"),
    "path": ("文本", "上级指标，由外到内用“>”连接"),
    "name": ("文本", "指标名称"),
    "points": ("小数，两位", "指标分值"),
    "method": ("文本", "判定方式：自动、机评待人工确认、人工评审、数据填报"),
    "rule": ("文本", "评分规则"),
    "basis": ("文本", "依据"),
}
_INDICATORS = {
    "code": "编号", "path": "上级指标", "name": "指标", "points": "分值", "method": "判定方式",
    "rule": "评分规则", "basis": "依据",
}  # fmt: skip


def open_data(book: Book, unit_id: str = "") -> bytes:
    """A ZIP of the published ranking, the scheme and a dictionary of every column."""
    this = book.result.round
    heads, rows = book.announced()
    leaves: list[dict[str, object]] = [
        {
            "code": leaf.code,
            "path": ">".join(leaf.path),
            "name": leaf.name,
            "points": points(leaf.points),
            "method": METHOD[leaf.method],
            "rule": leaf.rule,
            "basis": "；".join(leaf.basis),
        }
        for leaf in book.scheme.leaves()
    ]
    about = {
        "title": this.name,
        "publisher": book.organisation,
        "issued": book.day.isoformat(),
        "number": book.number,
        "draft": not book.number,
        "as_of": this.as_of.isoformat(),
        "scheme": book.scheme.title,
        "publishes": publish_words(book.scheme.publish),
        "units": len(book.result.units),
    }
    dictionary = [
        {"file": file, "column": names[key], "key": key, "type": _FIELDS[key][0],
         "meaning": _FIELDS[key][1]}
        for file, names in (("results", heads), ("indicators", _INDICATORS))
        for key in names
    ]  # fmt: skip
    columns = {
        "file": "文件", "column": "列名", "key": "JSON 键", "type": "类型", "meaning": "含义"
    }  # fmt: skip
    whole = {"about": about, "results": rows, "indicators": leaves, "dictionary": dictionary}
    text = json.dumps(_cleaned(whole), ensure_ascii=False, indent=2)
    return packed(
        [
            ("results.csv", _csv(heads, rows)),
            ("indicators.csv", _csv(_INDICATORS, leaves)),
            ("dictionary.csv", _csv(columns, dictionary)),
            ("data.json", text.encode()),
            ("说明.txt", _about(about).encode()),
        ]
    )


def _csv(heads: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """With the mark by which Excel knows UTF-8; no cell runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads.values())
    writer.writerows([cell(clean(str(row[key]))) for key in heads] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_cleaned(each) for each in value]
    return value


def _about(about: Mapping[str, object]) -> str:
    number = about["number"] or "草稿，未编号"
    return clean_lines(
        f"{about['title']}开放数据",
        f"发布单位：{about['publisher']}",
        f"编号：{number}",
        f"公开内容统计截至：{about['as_of']}",
        f"指标体系：{about['scheme']}",
        f"公布方式：{about['publishes']}",
        "results.csv 是公布的结果，indicators.csv 是指标体系，dictionary.csv 是每一列的含义；"
        "data.json 是同样的内容。CSV 为 UTF-8 编码。",
    )


def clean_lines(*lines: str) -> str:
    return "".join(f"{clean(line)}\r\n" for line in lines)


KIND = Kind(
    "open-data",
    "开放数据",
    "按公布方式可以公开的结果和指标体系：CSV、JSON 和数据字典",
    Scope.ROUND,
    Reader.PUBLIC,
    {"zip": open_data},
)
