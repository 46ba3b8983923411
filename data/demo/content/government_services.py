"""A county's lists and texts of government services, and the ways in to 一件事."""

from datetime import date

from data.demo.content.model import Article, Body, Column, Table
from data.demo.content.services import guide_lines

_LISTED = date(2023, 6, 28)
# 湘政办发〔2023〕11号: ten scenarios.
_SCENARIOS = (
    "开办准营", "毕业生就业", "结婚生育", "身后事", "企业用工", "员工参保", "惠企政策兑现",
    "企业融资", "工程招投标", "工业用地审批",
)  # fmt: skip
_TABLE_HEAD = ("序号", "事项名称", "实施机关", "备注")


def service_columns(body: Body) -> tuple[Column, ...]:
    return (
        Column("qdml", "政务服务清单", "办事服务", _lists(body)),
        Column("yjs", "“一件事”一次办", "办事服务", _one_things(body)),
    )


def _one_things(body: Body) -> tuple[Article, ...]:
    return tuple(
        Article(
            f"one-thing-{n}",
            f"{name}“一件事”办事指南",
            date(2023, 6, 12),
            (
                *guide_lines(body, f"{name}一件事"),
                "事项类型：行政许可",
                "办件类型：即办件",
                "法定办结时限：20个工作日",
                "承诺办结时限：1个工作日",
                "网办深度：四级（全程网办）",
                "到办事现场次数：0次",
            ),
        )
        for n, name in enumerate(_SCENARIOS, 1)
    )


def _lists(body: Body) -> tuple[Article, ...]:
    place = body.place
    matters = tuple(
        (str(n), f"{subject}办理", body.organ, "全年受理")
        for n, subject in enumerate(body.subjects, 1)
    )
    table = Table("事项清单", (_TABLE_HEAD, *matters))
    plain = (
        ("matters-list", "政务服务事项清单（2023年版）"),
        ("implementation", "政务服务事项实施清单（2023年版）"),
        ("one-window", "综合窗口“一窗受理”事项目录"),
        ("samples", "政务服务申请表示范文本汇编"),
        ("high-frequency", "高频政务服务事项清单"),
        ("city-wide", "市域通办事项清单"),
        ("licence-commitment", "涉企经营许可事项告知承诺制清单"),
        ("proof-commitment", "证明事项告知承诺制清单"),
    )
    lists = tuple(
        Article(
            f"list-{key}",
            f"{place}{title}",
            _LISTED,
            (f"现公布{place}{title}，实行告知承诺、一次办结，清单动态调整。", table),
        )
        for key, title in plain
    )
    return (
        Article(
            "list-statistics",
            f"{place}2023年10月政务服务办件统计",
            date(2023, 11, 7),
            (f"2023年10月受理办件{2100 + body.seed * 11}件，办结率100%，网上办理占比96%。",),
        ),
        Article(
            "list-ratings",
            f"{place}2023年第三季度政务服务“好差评”情况通报",
            date(2023, 10, 17),
            ("第三季度收到评价3120条，其中主动评价2860条，差评1条，已在5个工作日内整改并回访。",),
        ),
        Article(
            "case",
            f"{place}“高效办成一件事”典型案例",
            date(2023, 9, 12),
            (f"{place}政务服务中心推行{body.subjects[0]}一件事集成办，四个环节并为一次申请。",),
        ),
        Article(
            "case-reading",
            f"一图读懂{place}“高效办成一件事”",
            date(2023, 9, 13),
            ("一次告知、一表申请、一套材料、一窗受理、一网办理。",),
        ),
        *lists,
        Article(
            "list-manual",
            f"{place}政务服务综合窗口操作手册",
            _LISTED,
            ("一、收件：核对材料是否齐全。二、受理：出具受理单。三、流转：当日送审批岗位。",),
        ),
        Article(
            "list-tolerant",
            f"{place}容缺受理事项清单（2023年版）",
            _LISTED,
            (
                "主要材料齐全、次要材料欠缺的，先受理后补正。",
                Table(
                    "容缺受理事项清单",
                    (
                        ("事项名称", "可容缺材料", "补正时限"),
                        (f"{body.subjects[0]}办理", "身份证明复印件", "5个工作日"),
                    ),
                ),
            ),
        ),
        Article(
            "list-intermediary",
            f"{place}行政审批中介服务事项清单",
            _LISTED,
            ("清单之外不得要求申请人委托中介服务。", table),
        ),
        Article(
            "intermediary-rules",
            f"{place}中介服务机构监督管理办法",
            date(2023, 6, 27),
            (
                "一、抽查：主管部门每季度抽查中介服务质量。",
                "二、通报：抽查结果向社会通报。",
                "三、考核评价：按年度评价信用等级，不合格的退出名录。",
            ),
        ),
        Article(
            "list-benefits",
            f"{place}免申即享政策清单",
            _LISTED,
            (
                Table(
                    "免申即享政策清单",
                    (
                        ("政策名称", "享受条件", "兑现标准"),
                        ("稳岗返还", "上年度未裁员的参保企业", "按上年缴费60%返还"),
                    ),
                ),
            ),
        ),
        Article(
            "standard-start",
            "企业开办“一站式”工作规范",
            date(2023, 6, 29),
            ("1　范围。本文件规定了企业开办一站式服务的要求。", "2　术语。3　服务流程。4　评价。"),
        ),
        Article(
            "standard-tolerant",
            "政务服务“容缺事项承诺办”服务规范",
            date(2023, 6, 29),
            ("1　范围。本文件规定了容缺事项承诺办的要求。", "2　术语。3　办理程序。4　监督。"),
        ),
    )
