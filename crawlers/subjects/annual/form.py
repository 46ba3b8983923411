"""The national form of the 政府信息公开工作年度报告 as data: parts, rows and columns of its tables.

国办公开办函〔2021〕30号, from the report for 2021 on; 国办公开办函〔2019〕60号 for 2019 and 2020.
Rows and columns have keys of their own, the same in both forms where they mean the same.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """Which of the two forms a report follows."""

    F2019 = "2019"  # 其他处理 is one row, table 2 has 政府集中采购
    F2021 = "2021"


FIRST_YEAR = 2019  # reports of earlier years had another form
NEW_FORM_SINCE = 2021


class Row(NamedTuple):
    key: str
    name: str  # for readers
    label: str  # pattern, searched in a label without white space
    group: str = ""  # (三)-(六) of table 3, which have no figures of their own


# --- table 3: 收到和处理政府信息公开申请情况 ----------------------------------------------------

PEOPLE: Mapping[str, str] = {
    "person": "自然人",
    "company": "商业企业",
    "research": "科研机构",
    "charity": "社会公益组织",
    "legal": "法律服务机构",
    "other": "其他",
    "total": "总计",
}
ORGANISATIONS = ("company", "research", "charity", "legal", "other")

# In the order of the form; a label is searched only behind the one before it. The patterns are
# short because reports mistype the long labels.
APPLICATIONS = (
    Row("new", "本年新收", r"本年新收"),
    Row("carried", "上年结转", r"上年结转"),
    Row("given", "予以公开", r"予以公开"),
    Row("partly", "部分公开", r"部分公开"),
    Row("secret", "属于国家秘密", r"属于国家秘密", "denied"),
    Row("forbidden", "其他法律行政法规禁止公开", r"法律、?行政法规禁止|法规禁止公开", "denied"),
    Row("stability", "危及“三安全一稳定”", r"三安全一稳定", "denied"),
    Row("third_party", "保护第三方合法权益", r"第三方合法权益", "denied"),
    Row("internal", "三类内部事务信息", r"三类内.{1,4}事务", "denied"),
    Row("process", "四类过程性信息", r"四类过程", "denied"),
    Row("case_file", "行政执法案卷", r"行政执法案卷", "denied"),
    Row("enquiry", "行政查询事项", r"行政查询", "denied"),
    Row("not_held", "本机关不掌握相关政府信息", r"不掌握相关", "unable"),
    Row("not_made", "没有现成信息需要另行制作", r"没有现成信息", "unable"),
    Row("unclear", "补正后申请内容仍不明确", r"内容仍不明确", "unable"),
    Row("petition", "信访举报投诉类申请", r"信访举报投诉", "ignored"),
    Row("repeated", "重复申请", r"重复申请", "ignored"),
    Row("publication", "要求提供公开出版物", r"公开出版物", "ignored"),
    Row("abusive", "无正当理由大量反复申请", r"大量反复申请", "ignored"),
    Row("confirm", "要求行政机关确认或重新出具已获取信息", r"确认或重新出具", "ignored"),
    Row("no_correction", "逾期不补正", r"逾期[不未]补正", "otherwise"),
    Row("no_payment", "逾期未按收费通知要求缴纳费用", r"逾期(?:未按收费|不缴费|未缴)", "otherwise"),
    Row("otherwise", "其他处理", r"3[.、．]?其他|其他处理", "otherwise"),
    Row("done", "总计", r"总计"),
    Row("left", "结转下年度继续办理", r"结转下年度|结转下一年度"),
)
GROUPS: Mapping[str, str] = {
    "denied": "不予公开",
    "unable": "无法提供",
    "ignored": "不予处理",
    "otherwise": "其他处理",
}
_BALANCE = frozenset({"new", "carried", "done", "left"})
RESULTS = tuple(row.key for row in APPLICATIONS if row.key not in _BALANCE)
# The form of 2019 has one row for 其他处理 instead of three.
SINCE_2021 = frozenset({"no_correction", "no_payment"})
ROW_NAMES: Mapping[str, str] = {row.key: row.name for row in APPLICATIONS}

# --- table 4: 政府信息公开行政复议、行政诉讼情况 --------------------------------------------------

DISPUTES: Mapping[str, str] = {
    "review": "行政复议",
    "direct": "未经复议直接起诉",
    "after": "复议后起诉",
}
RULINGS: Mapping[str, str] = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "otherwise": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}

# --- table 2: 主动公开政府信息情况 --------------------------------------------------------------

ACTIVITIES = (
    Row("regulation", "规章", r"^规章"),
    Row("document", "行政规范性文件", r"^(?:行政)?规范性文件"),
    Row("licence", "行政许可", r"^行政许可"),
    Row("service", "其他对外管理服务事项", r"^其他对外管理"),
    Row("penalty", "行政处罚", r"^行政处罚"),
    Row("coercion", "行政强制", r"^行政强制"),
    Row("fee", "行政事业性收费", r"^行政事业性收费"),
    Row("procurement", "政府集中采购", r"^(?:政府)?集中采购"),
)
ACTIVITY_NAMES: Mapping[str, str] = {row.key: row.name for row in ACTIVITIES}


class Column(NamedTuple):
    key: str
    name: str
    heading: str  # pattern


COLUMNS = (
    Column("made", "本年制发件数", r"制发"),
    Column("repealed", "本年废止件数", r"废止"),
    Column("valid", "现行有效件数", r"现行有效"),
    Column("written", "本年新制作数量", r"新制作"),
    Column("published", "本年新公开数量", r"新公开"),
    Column("public", "对外公开总数量", r"对外公开"),
    Column("before", "上一年项目数量", r"上一年"),
    Column("change", "本年增/减", r"增/?减"),
    Column("decided", "处理决定数量", r"处理决定"),
    Column("charged", "本年收费金额", r"收费金额"),
    Column("projects", "采购项目数量", r"采购项目"),
    Column("spent", "采购总金额", r"采购总?金额"),
)
COLUMN_NAMES: Mapping[str, str] = {column.key: column.name for column in COLUMNS}

_DOCUMENTS_2019 = ("written", "published", "public")
_POWERS_2019 = ("before", "change", "decided")
# Columns of each row of table 2: 10 cells in the form of 2021, 22 in that of 2019.
TABLE2: Mapping[Form, Mapping[str, tuple[str, ...]]] = {
    Form.F2021: {
        "regulation": ("made", "repealed", "valid"),
        "document": ("made", "repealed", "valid"),
        "licence": ("decided",),
        "penalty": ("decided",),
        "coercion": ("decided",),
        "fee": ("charged",),
    },
    Form.F2019: {
        "regulation": _DOCUMENTS_2019,
        "document": _DOCUMENTS_2019,
        "licence": _POWERS_2019,
        "service": _POWERS_2019,
        "penalty": _POWERS_2019,
        "coercion": _POWERS_2019,
        "fee": ("before", "change"),
        "procurement": ("projects", "spent"),
    },
}
