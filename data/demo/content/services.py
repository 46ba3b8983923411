"""Enforcement, statistics, fees, projects, proposals, key domains, guides and messages."""

from datetime import date, timedelta

from data.demo.content.model import Article, Body, Column, File, Table
from data.demo.content.money import spell

_DOMAINS: tuple[tuple[str, str, str], ...] = (
    ("ywjy", "义务教育", "秋季学期义务教育学校招生入学结果公示"),
    ("ylws", "医疗卫生", "基层医疗卫生机构基本公共卫生服务开展情况"),
    ("shbx", "社会保险", "城乡居民基本养老保险参保缴费情况"),
    ("jycy", "就业创业", "就业补助资金使用情况公示"),
    ("shjz", "社会救助", "城乡低保和特困人员救助供养资金发放情况"),
    ("sthj", "生态环境", "环境空气和集中式饮用水水源水质监测情况"),
    ("aqsc", "安全生产", "安全生产监督检查情况通报"),
    ("spyp", "食品药品监管", "食品安全监督抽检信息公告"),
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


def county_columns(body: Body) -> tuple[Column, ...]:
    """What only a government discloses: statistics, fees, procurement, projects, relief."""
    place = body.place
    fees = Table(
        f"{place}2023年行政事业性收费目录清单",
        (
            ("序号", "部门", "收费项目", "收费依据", "收费标准"),
            ("1", "教育", "公办幼儿园保教费", "省价费文件", "每生每月320元"),
            ("2", "自然资源", "不动产登记费", "发改价格规定", "住宅每件80元"),
        ),
    )
    charges = Article(
        "fee-list",
        f"{place}2023年行政事业性收费目录清单",
        date(2023, 8, 9),
        ("现公布2023年行政事业性收费目录清单，清单之外一律不得收费。", fees),
        (File(f"{place}2023年行政事业性收费目录清单", "xlsx", (), (fees,)),),
    )
    return (
        Column("tjxx", "统计信息", "数据发布", _statistics(place, body.seed)),
        Column("sfml", "行政事业性收费", "收费目录", (charges,)),
        Column("zfcg", "政府采购", "政府采购", _procurement(body)),
        Column("zdxm", "重大建设项目", "重大项目", _projects(body)),
        Column("zqjk", "助企纾困", "重点领域", _relief(body)),
        Column(
            "zdly",
            "重点领域信息公开",
            "重点领域",
            columns=tuple(
                Column(key, name, "重点领域", (_domain(body, n, key, title),))
                for n, (key, name, title) in enumerate(_DOMAINS)
            ),
        ),
    )


def _domain(body: Body, number: int, key: str, title: str) -> Article:
    on = date(2023, 11, 1) + timedelta(days=number * 3 + body.seed % 3)
    return Article(
        f"domain-{key}",
        f"{body.place}2023年{title}",
        on,
        (
            f"现将{body.place}2023年{title}公布如下，接受社会监督。",
            f"本期涉及单位{12 + number}家，资金和任务完成率均达到100%。",
            f"监督电话：{body.phone}。",
        ),
    )


def _statistics(place: str, seed: int) -> tuple[Article, ...]:
    wanted = (
        ("analysis", f"{place}2023年前三季度经济运行分析", date(2023, 11, 2), "分析"),
        ("q3", f"{place}2023年前三季度国民经济主要统计数据", date(2023, 10, 27), "前三季度"),
        ("q2", f"{place}2023年上半年国民经济主要统计数据", date(2023, 7, 27), "上半年"),
        ("q1", f"{place}2023年一季度国民经济主要统计数据", date(2023, 4, 27), "一季度"),
        ("bulletin", f"{place}2022年国民经济和社会发展统计公报", date(2023, 4, 12), "2022年"),
    )
    return tuple(
        Article(
            f"statistics-{key}",
            title,
            on,
            (
                f"{when if when != '分析' else '前三季度'}，全{place[-1]}地区生产总值比上年同期"
                f"增长{5 + seed % 3}.{seed % 9}%，固定资产投资增长6.2%，"
                "社会消费品零售总额增长7.1%。",
                "分产业看，第一产业、第二产业、第三产业均保持增长，居民收入稳步提高。",
                *(
                    ("从走势看，服务业恢复较快，是增长的主要原因；下阶段需关注工业企业订单。",)
                    if when == "分析"
                    else ()
                ),
            ),
        )
        for key, title, on, when in wanted
    )


def _procurement(body: Body) -> tuple[Article, ...]:
    return (
        Article(
            "procurement-result",
            f"{body.place}{body.subjects[0]}设备采购项目中标（成交）结果公告",
            date(2023, 11, 21),
            (
                f"项目名称：{body.place}{body.subjects[0]}设备采购项目；预算金额：86.00万元。",
                f"中标供应商：{body.place}兰台设备有限公司；中标金额：81.50万元。",
            ),
        ),
        Article(
            "procurement-list",
            f"{body.place}2023年政府集中采购目录及限额标准",
            date(2023, 1, 31),
            ("集中采购目录包括货物、工程、服务三类，限额标准为单项或者批量50万元。",),
        ),
    )


def _projects(body: Body) -> tuple[Article, ...]:
    name = f"{body.place}{body.subjects[0]}提升工程"
    return (
        Article(
            "project-progress",
            f"{name}建设项目实施进展情况",
            date(2023, 11, 24),
            (f"{name}已完成主体施工，累计完成投资2650万元，占总投资的78%。",),
        ),
        Article(
            "project-approval",
            f"关于{name}重大建设项目可行性研究报告的批复",
            date(2023, 5, 10),
            (f"同意实施{name}，项目总投资3400万元，建设工期18个月，资金由财政统筹安排。",),
        ),
    )


def _relief(body: Body) -> tuple[Article, ...]:
    table = Table(
        f"{body.place}2023年涉企收费目录清单",
        (
            ("序号", "收费项目", "收费依据", "收费标准"),
            ("1", "城镇垃圾处理费", "省级价格文件", "每平方米每月0.3元"),
            ("2", "特种设备检验费", "省级价格文件", "按设备类别计收"),
        ),
    )
    return (
        Article(
            "relief-loan",
            f"{body.place}助企纾困稳岗贷款贴息办理情况",
            date(2023, 11, 28),
            ("截至11月，累计为63户中小企业办理贷款贴息，金额412万元，政策年底前持续受理。",),
        ),
        Article(
            "relief-fees",
            f"{body.place}2023年涉企收费目录清单",
            date(2023, 9, 26),
            ("现公布2023年涉企收费目录清单，实行动态管理，清单之外无收费。", table),
        ),
    )


def department_domain(body: Body) -> Column:
    """A department's own key domain, with news of the last quarter."""
    article = Article(
        "domain",
        f"{body.place}2023年11月{body.domain}工作信息公示",
        date(2023, 11, 17 + body.seed % 5),
        (
            f"2023年11月，{body.name}推进{body.domain}工作，办理{body.subjects[0]}事项33件，"
            "惠及群众1320人次。",
            f"政策依据、办理标准和结果均已公开，监督电话：{body.phone}。",
        ),
    )
    own = Column("zdly-1", body.domain, "重点领域", (article,))
    return Column("zdly", "重点领域信息公开", "重点领域", columns=(own,))


def proposal_column(body: Body) -> Column:
    place, subject = body.place, body.subjects[0]
    wanted = (
        (
            "overview",
            f"{body.organ}2023年人大建议和政协提案办理总体情况",
            date(2023, 10, 31),
            "2023年共承办人大代表建议6件、政协提案5件，均按期办结，代表和委员满意率100%。",
        ),
        (
            "npc",
            f"关于{place}人大会议第{body.seed + 3}号建议的答复",
            date(2023, 8, 15),
            f"您提出的关于加强{subject}工作的建议收悉，现答复如下：已纳入年度计划，正在实施。",
        ),
        (
            "cppcc",
            f"关于{place}政协会议第{body.seed + 8}号提案的答复",
            date(2023, 8, 17),
            f"您提出的关于完善{subject}机制的提案收悉，现答复如下：已会同有关部门研究落实。",
        ),
    )
    return Column(
        "jyta",
        "建议提案办理",
        "建议提案",
        tuple(
            Article(f"proposal-{key}", title, on, (text, "感谢对我们工作的关心和支持。"))
            for key, title, on, text in wanted
        ),
    )


def guide_column(body: Body) -> Column:
    """Service guides with the eight elements."""
    return Column(
        "bszn",
        "办事指南",
        "办事服务",
        tuple(
            Article(
                f"service-{n}",
                f"{subject}办理办事指南",
                date(2023, 8 + n, 10),
                (
                    f"事项名称：{subject}办理",
                    f"设定依据：{subject}有关法律法规和管理办法",
                    "申请条件：具有完全民事行为能力，符合规定情形的个人或者单位",
                    "办理材料：申请书1份、身份证明复印件1份、相关证明材料1份",
                    f"办理地点：{body.address}政务服务大厅3号窗口",
                    "办理时间：工作日上午9:00—12:00，下午13:30—17:00",
                    f"联系电话：{body.phone}",
                    "办理流程：申请—受理—审查—决定—送达",
                    "办理时限：15个工作日；收费情况：不收费",
                ),
            )
            for n, subject in enumerate(body.subjects[:2], 1)
        ),
    )


def message_column(body: Body) -> Column:
    """Letters from the public, each with the days it was asked and answered."""
    wanted = (
        (date(2023, 11, 27), date(2023, 11, 30), f"咨询{body.subjects[0]}需要哪些材料"),
        (date(2023, 10, 16), date(2023, 10, 19), f"咨询{body.subjects[1]}办理时限"),
    )
    return Column(
        "zxdf",
        "咨询投诉",
        "咨询投诉",
        tuple(
            Article(
                f"message-{n}",
                title,
                answered,
                (
                    f"留言标题：{title}",
                    f"留言时间：{asked.isoformat()}",
                    f"留言内容：您好，想{title}，请予答复。",
                    f"答复单位：{body.organ}",
                    f"答复时间：{answered.isoformat()}",
                    "答复内容：您好，来信收悉。所需材料和时限已在办事指南中列明，"
                    f"如有疑问请在工作时间拨打{body.phone}咨询。感谢您的关注。",
                    f"办理状态：已办结（{spell(answered)}）",
                ),
            )
            for n, (asked, answered, title) in enumerate(wanted, 1)
        ),
    )
