"""What the title of a report says: whose it is, of which year, and so when it is due."""

import re

# What the title of a report has, and what that of something about reports has besides.
REPORT = re.compile(r"(?:信息|政务)公开.{0,10}(?:报告|年报)|年度.{0,4}(?:信息|政务)公开")
_NOT_REPORT = re.compile(
    r"解读|图解|读懂|通知|统计表|汇编|编制(?!委|办)|模板|格式|测评(?!中心)|评估(?!中心|院)|通报"
)
# A notice that issues a report carries it.
_ISSUES = re.compile(r"(?:印发|公布|发布).{0,60}(?:报告|年报)[》”]?的?通知$")
_YEAR = re.compile(r"(20\d{2})(?:年度?|\s*[-—]|度)?")
_SUBJECT = re.compile(r"(?:政府|政务)信息公开|政务公开|信息公开|政府信息(?=年度)")
_AREA = re.compile(r"([省市县区州盟旗镇乡]|街道)(?:人民政府|政府|办事处)?$")
_KINDS = {
    "省": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}


def is_report(title: str) -> bool:
    """The title is that of a report, not of something about reports."""
    if not REPORT.search(title):
        return False
    return not about_reports(title)


def about_reports(title: str) -> bool:
    """The title explains, orders, judges or counts reports."""
    return _NOT_REPORT.search(_ISSUES.sub("", title)) is not None


def year_of(title: str) -> int | None:
    """The year that the report is about."""
    match = re.search(r"(20\d{2})\s*(?:年|-|—|度)", title)
    return int(match[1]) if match else None


def organ_of(title: str) -> str:
    """Who reports; empty where the title names nobody."""
    words = re.sub(r"\s", "", title)
    words = _YEAR.sub("", words)
    match = _SUBJECT.search(words)
    if not match:
        return ""
    organ = re.sub(r"^关于|的$|[(（【\[].*?[)）】\]]", "", words[: match.start()])
    return f"{organ}政府" if organ.endswith("人民") else organ


def area_of(organ: str) -> str:
    """The last character of the area that a government governs: 市 of 淮安市人民政府.

    Empty for a department, for the office of a government, and where nobody is named.
    """
    match = _AREA.search(organ)
    return match[1] if match else ""


def kind_of(organ: str) -> str:
    """The kind of unit as registers name it; empty where nobody is named."""
    area = area_of(organ)
    return _KINDS[area] if area else ("department" if organ else "")
