"""权责清单, and 行政许可 and 行政处罚 with their basis and results."""

from datetime import date

from data.demo.content.model import Article, Body, Column, File, Table


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
        Column("xzxk", "行政许可", "行政许可", _decided(body, "许可", body.subjects[0])),
        Column("xzcf", "行政处罚和强制", "行政处罚", _decided(body, "处罚", body.subjects[1])),
    )


def _decided(body: Body, word: str, subject: str) -> tuple[Article, ...]:
    """Results of the last quarter first, then the legal basis."""
    results = tuple(
        Article(
            f"{'licence' if word == '许可' else 'penalty'}-{month}",
            f"{body.organ}2023年{month}月行政{word}办理结果公示",
            date(2023, month + 1, 4 + body.seed % 3),
            (
                f"2023年{month}月，{body.organ}作出{subject}行政{word}决定{month - 6}件，"
                "均在7个工作日内公开。",
                Table(
                    f"行政{word}结果信息",
                    (
                        ("决定文书号", "行政相对人", "事项", "决定日期", "决定机关"),
                        (
                            f"{body.number}{word}决〔2023〕{month}号",
                            f"{body.place}{subject}服务有限公司",
                            f"{subject}{word}",
                            date(2023, month, 20).isoformat(),
                            body.organ,
                        ),
                    ),
                ),
            ),
        )
        for month in (11, 10)
    )
    penal = word == "处罚"
    enforced = "行政处罚、行政强制" if penal else "行政许可"
    steps = "立案、调查、告知、决定、送达、执行" if penal else "申请、受理、审查、决定、送达"
    basis = Article(
        f"{'licence' if word == '许可' else 'penalty'}-basis",
        f"{body.organ}{enforced}依据、条件和程序",
        date(2023, 7, 27),
        (
            f"一、依据。{subject}方面的法律、法规、规章以及裁量基准。",
            f"二、条件。符合法定情形，事实清楚、证据充分，属于{body.organ}管辖。",
            f"三、程序。{steps}。",
            "四、救济渠道。不服决定的，可以依法申请行政复议或者提起行政诉讼。",
        ),
    )  # fmt: skip
    return (*results, basis)
