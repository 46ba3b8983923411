"""权责清单, and 行政许可 and 行政处罚 with their basis, results, inspections and totals."""

from datetime import date

from data.demo.content.model import Article, Body, Column, File, Table

# Decided, and the Monday from which on the results were published: within seven working days.
_DECIDED = (
    (11, date(2023, 11, 29), date(2023, 12, 4)),
    (10, date(2023, 10, 31), date(2023, 11, 6)),
)


def enforcement_columns(body: Body) -> tuple[Column, ...]:
    duties = Table(
        "权责清单",
        (
            ("序号", "职权类型", "事项名称", "实施依据", "责任事项"),
            *(
                (str(n), kind, f"{subject}{kind}", "有关法律法规", "受理、审查、决定、送达、监管")
                for n, (kind, subject) in enumerate(
                    zip(("行政许可", "行政处罚", "行政检查"), body.subjects, strict=True), 1
                )
            ),
        ),
    )
    power = Article(
        "power-list",
        f"{body.organ}权责清单（2023年版）",
        date(2023, 7, 25),
        (f"现公布{body.organ}权责清单（2023年版），共3项，根据法律法规变化动态调整。", duties),
        (File(f"{body.organ}权责清单（2023年版）", "xlsx", (), (duties,)),),
    )
    return (
        Column("qzqd", "权责清单", "权责清单", (power,)),
        Column("xzxk", "行政许可", "行政许可", (*_licences(body), _approvals(body))),
        Column("xzcf", "行政处罚和强制", "行政处罚", (*_penalties(body), _totals(body))),
        Column("ssj", "双随机、一公开", "监督检查", _inspections(body)),
    )


def _results(body: Body, key: str, word: str, table: dict[int, Table]) -> tuple[Article, ...]:
    """Results of two months, newest first."""
    return tuple(
        Article(
            f"{key}-{month}",
            f"{body.organ}2023年{month}月行政{word}办理结果公示",
            date(monday.year, monday.month, monday.day + body.seed % 3),
            (
                f"2023年{month}月，{body.organ}作出的行政{word}决定如下，均在7个工作日内公开。",
                table[month],
            ),
        )
        for month, _, monday in _DECIDED
    )


def _licences(body: Body) -> tuple[Article, ...]:
    subject = body.subjects[0]
    head = ("决定文书号", "行政相对人", "事项", "决定日期", "决定机关")
    tables = {
        month: Table(
            "行政许可结果信息",
            (
                head,
                (
                    f"{body.number}许可决〔2023〕{month}号",
                    f"{body.place}{subject}服务有限公司",
                    f"{subject}许可",
                    decided.isoformat(),
                    body.organ,
                ),
            ),
        )
        for month, decided, _ in _DECIDED
    }
    basis = _basis(body, "licence", "行政许可", subject, "申请、受理、审查、决定、送达")
    return (*_results(body, "licence", "许可", tables), basis)


def _penalties(body: Body) -> tuple[Article, ...]:
    """Results with the six elements of a decision (行政处罚法 第五十九条)."""
    subject = body.subjects[1]
    head = ("决定文书号", "案件名称", "被处罚人", "主要违法事实", "处罚种类", "处罚依据",
            "处罚结果", "决定日期", "决定机关")  # fmt: skip
    tables = {
        month: Table(
            "行政处罚结果信息",
            (
                head,
                (
                    f"{body.number}处罚决〔2023〕{month}号",
                    f"未按规定办理{subject}手续案",
                    f"{body.place}兰台服务有限公司",
                    f"未按规定办理{subject}手续",
                    "警告、罚款",
                    f"《{body.place}{subject}管理办法》",
                    "警告，罚款人民币1000元",
                    decided.isoformat(),
                    body.organ,
                ),
            ),
        )
        for month, decided, _ in _DECIDED
    }
    steps = "立案、调查、告知、决定、送达、执行"
    basis = _basis(body, "penalty", "行政处罚、行政强制", subject, steps)
    return (*_results(body, "penalty", "处罚", tables), basis)


def _basis(body: Body, key: str, acts: str, subject: str, steps: str) -> Article:
    return Article(
        f"{key}-basis",
        f"{body.organ}{acts}依据、条件和程序",
        date(2023, 7, 27),
        (
            f"一、依据。{subject}方面的法律、法规、规章以及裁量基准。",
            f"二、条件。符合法定情形，事实清楚、证据充分，属于{body.organ}管辖。",
            f"三、程序。{steps}。",
            "四、救济渠道。不服决定的，可以依法申请行政复议或者提起行政诉讼。",
        ),
    )


def _approvals(body: Body) -> Article:
    table = Table(
        "行政审批事项目录",
        (
            ("项目编码", "审批部门", "项目名称", "审批类别", "设定依据", "审批对象", "审批流程",
             "审批结果"),
            *(
                (f"{body.number}审{n:03d}", body.organ, f"{subject}许可", "行政许可",
                 f"{subject}有关法律法规", "法人、自然人", "受理—审查—决定", "许可决定书")
                for n, subject in enumerate(body.subjects, 1)
            ),
        ),
    )  # fmt: skip
    return Article(
        "approval-list",
        f"{body.organ}行政审批事项目录（2023年版）",
        date(2023, 7, 25),
        (f"现公布{body.organ}行政审批事项目录，目录之外不得实施审批。", table),
    )


def _totals(body: Body) -> Article:
    return Article(
        "enforcement-totals",
        f"{body.organ}2022年度行政执法总体情况",
        date(2023, 1, 17),
        (
            f"2022年，{body.organ}作出行政许可决定{40 + body.seed * 3}件，行政处罚决定"
            f"{6 + body.seed % 5}件，没有实施行政强制，开展行政检查{24 + body.seed}次。",
            "没有因行政执法被行政复议纠正或者行政诉讼败诉的情况。",
        ),
    )


def _inspections(body: Body) -> tuple[Article, ...]:
    table = Table(
        "随机抽查事项清单",
        (
            ("抽查事项名称", "抽查依据", "抽查主体", "抽查内容", "抽查方式"),
            *(
                (f"{s}检查", f"{s}有关法律法规", body.organ, f"{s}执行情况", "实地核查、书面检查")
                for s in body.subjects
            ),
        ),
    )
    return (
        Article(
            "inspection-results",
            f"{body.organ}2023年第三季度双随机抽查结果公示",
            date(2023, 10, 12),
            (
                f"2023年第三季度随机抽取检查对象{8 + body.seed % 5}家、执法人员4名，"
                "检查合格率100%，未发现问题。",
            ),
        ),
        Article(
            "inspection-plan",
            f"{body.organ}2023年度双随机抽查计划",
            date(2023, 3, 15),
            (f"2023年计划开展{'、'.join(body.subjects)}随机抽查4批次，每季度一批。",),
        ),
        Article(
            "inspection-list",
            f"{body.organ}随机抽查事项清单（2023年版）",
            date(2023, 3, 15),
            ("现公布随机抽查事项清单，清单随法律法规变化动态调整。", table),
        ),
    )
