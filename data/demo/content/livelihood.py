"""A county's key domains, emergencies, recruitment, public enterprises, and the year's work."""

from datetime import date, timedelta

from data.demo.content.model import Article, Body, Column, Table
from data.demo.content.services import guide_lines

_DOMAINS: tuple[tuple[str, str, str], ...] = (
    ("ywjy", "义务教育", "秋季学期义务教育学校招生入学结果公示"),
    ("ylws", "医疗卫生", "基层医疗卫生机构基本公共卫生服务项目公示"),
    ("shbx", "社会保险", "城乡居民基本养老保险参保缴费情况"),
    ("jycy", "就业创业", "就业补助资金使用情况公示"),
    ("shjz", "社会救助", "城乡低保和特困人员救助供养资金发放情况"),
    ("sthj", "生态环境", "环境空气和集中式饮用水水源水质监测情况"),
    ("aqsc", "安全生产", "安全生产监督检查情况通报"),
    ("spyp", "食品药品监管", "食品安全监督抽检信息公告"),
    ("ggzy", "公共资源交易", "公共资源交易项目成交情况"),
    ("ylfw", "养老服务", "养老机构运营补贴发放情况公示"),
    ("bzzf", "保障性住房", "公共租赁住房分配结果公示"),
    ("snbt", "涉农补贴", "耕地地力保护补贴发放情况公示"),
    ("zdbc", "征地补偿", "征地补偿安置资金拨付情况公示"),
    ("xczx", "乡村振兴", "乡村振兴衔接资金项目安排和完成情况公示"),
    ("ggws", "公共卫生", "公共卫生监督检查结果公示"),
    ("cpzl", "产品质量", "产品质量监督抽查结果公告"),
    ("gysy", "公益事业", "慈善捐赠和彩票公益金使用情况公示"),
    ("hjgl", "治安和户籍管理", "户籍办理和治安管理情况通报"),
)
# Titles after the place and the year.
_BATTLES: tuple[tuple[str, date, str, str], ...] = (
    (
        "growth",
        date(2023, 9, 5),
        "促进消费和有效投资政策落实情况",
        "发放消费券120万元，撬动消费960万元。",
    ),
    (
        "innovation",
        date(2023, 9, 6),
        "科技创新平台和研发投入奖补情况",
        "兑现研发奖补210万元，惠及企业14家。",
    ),
    (
        "business",
        date(2023, 9, 7),
        "优化营商环境重点任务完成情况",
        "取消证明12项，压缩办理环节9个。",
    ),
    (
        "risk",
        date(2023, 9, 8),
        "政府债务风险防范化解情况",
        "政府债务余额控制在限额以内，风险总体可控。",
    ),
)
_SECTORS: tuple[tuple[str, str], ...] = (
    (
        "学校（公共企事业单位）招生和收费公示",
        "招生计划、收费项目和标准见附表，收费不超过核定标准。",
    ),
    ("人民医院（公共企事业单位）诊疗服务和收费公示", "门诊、住院流程和药品价格同步公布。"),
    ("自来水公司用水报装指南和水价", "居民用水每立方米2.1元，报装3个工作日内办结。"),
    ("供电公司计划停电和电价公告", "检修停电提前7日公告，居民电价执行目录电价。"),
    ("燃气公司用气报装指南和气价", "居民用气每立方米2.9元，每年安检一次。"),
    ("污水处理厂运行和污水处理费公示", "出水水质达标，污水处理费每立方米0.85元。"),
    ("公交公司线路调整和票价公示", "全程票价1元，60周岁以上免费。"),
)


def domain_column(body: Body) -> Column:
    """Key domains, one column each; 安全生产 has the cases of three quarters besides."""
    columns = []
    for n, (key, name, title) in enumerate(_DOMAINS):
        more = _cases(body) if key == "aqsc" else ()
        articles = (_domain(body, n, key, title), *more)
        columns.append(Column(key, name, "重点领域", articles))
    return Column("zdly", "重点领域信息公开", "重点领域", columns=tuple(columns))


def _domain(body: Body, number: int, key: str, title: str) -> Article:
    on = date(2023, 11, 1) + timedelta(days=number * 2 + body.seed % 3)
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


def _cases(body: Body) -> tuple[Article, ...]:
    return tuple(
        Article(
            f"case-{quarter}",
            f"{body.place}2023年第{word}季度安全生产非法违法典型案例通报",
            date(2023, month, 26),
            (
                f"2023年第{word}季度，{body.place}查处违法行为{quarter + 1}起，现曝光如下：",
                "某企业未按规定对从业人员进行安全生产教育培训，责令限期改正，处罚款2万元。",
                "举报电话：12350。",
            ),
        )
        for quarter, word, month in ((3, "三", 9), (2, "二", 6), (1, "一", 3))
    )


def yearly_columns(body: Body) -> tuple[Column, ...]:
    """The year's key work, livelihood projects, emergencies, recruitment, enterprises, audit."""
    place = body.place
    battles = tuple(
        Article(f"battle-{key}", f"{place}2023年{title}", on, (f"2023年以来，{place}{text}",))
        for key, on, title, text in _BATTLES
    )
    projects = Table(
        "重点民生实事项目",
        (
            ("序号", "项目名称", "年度目标", "责任单位"),
            *(
                (str(n), f"{s}提升", "年底前完成", f"{place}有关主管部门")
                for n, s in enumerate(body.subjects, 1)
            ),
        ),
    )
    return (
        Column("fzlz", "打好发展“六仗”专题", "重点领域", battles),
        Column(
            "mssx",
            "民生实事",
            "重点领域",
            (
                _short(
                    "projects-progress",
                    f"{place}2023年重点民生实事项目进展情况",
                    date(2023, 10, 18),
                    "截至9月底，三个项目均达到序时进度，其中一个已经完工。",
                ),
                Article(
                    "projects-list",
                    f"{place}2023年重点民生实事项目清单",
                    date(2023, 2, 20),
                    (f"经{place}人大会议票决，确定2023年重点民生实事项目如下：", projects),
                ),
            ),
        ),
        Column("yjgl", "应急管理", "重点领域", _emergencies(body)),
        Column("rszk", "人事招考", "人事信息", _recruitment(body)),
        Column("gyqsy", "公共企事业单位信息公开", "重点领域", _enterprises(body)),
        Column(
            "sjgz",
            "审计公开",
            "重点领域",
            (
                _short(
                    "audit-mended",
                    f"{place}2022年度审计查出问题整改情况",
                    date(2023, 11, 28),
                    "审计查出问题21个，已整改20个，其余1个明年3月底前完成。",
                ),
                _short(
                    "audit-report",
                    f"{place}2022年度本级预算执行和其他财政收支的审计工作报告",
                    date(2023, 9, 18),
                    "审计结果表明，预算执行总体较好，发现问题21个，涉及金额312万元。",
                ),
            ),
        ),
    )


def _short(key: str, title: str, on: date, text: str) -> Article:
    return Article(key, title, on, (f"现将{title}公布如下。", text))


def _emergencies(body: Body) -> tuple[Article, ...]:
    place = body.place
    return (
        _short("warning", f"{place}发布寒潮蓝色预警信息", date(2023, 12, 12),
               "预计未来48小时最低气温下降8℃以上，请注意防寒保暖和用火用电安全。"),
        _short("response", f"{place}防汛应急响应情况", date(2023, 7, 20),
               "7月18日启动防汛四级应急响应，转移群众36人，7月20日解除，没有人员伤亡。"),
        _short("emergency-plan", f"{place}突发事件总体应急预案", date(2023, 4, 20),
               "本预案分总则、组织体系、运行机制、应急保障、监督管理、附则六个部分。"),
    )  # fmt: skip


def _recruitment(body: Body) -> tuple[Article, ...]:
    place = body.place
    return (
        _short("hired", f"{place}2023年公开招聘事业单位工作人员拟聘用人员公示", date(2023, 8, 24),
               "经笔试、面试、体检、考察，拟聘用12人，公示期7个工作日。"),
        _short("posts", f"{place}2023年公开招聘事业单位工作人员公告", date(2023, 5, 16),
               "招聘岗位12个、名额12名，报名条件见岗位表，报名时间为5月22日至26日。"),
    )  # fmt: skip


def _enterprises(body: Body) -> tuple[Article, ...]:
    place = body.place
    listed = Table(
        "公共服务事项目录",
        (
            ("序号", "事项名称", "服务单位", "咨询电话"),
            *((str(n), title, place, body.phone) for n, (title, _) in enumerate(_SECTORS, 1)),
        ),
    )
    sectors = tuple(
        Article(f"sector-{n}", f"{place}{title}", date(2023, 9, 10 + n), (text,))
        for n, (title, text) in enumerate(_SECTORS, 1)
    )
    return (
        *sectors,
        Article(
            "enterprise-guide",
            f"{place}居民用水报装办事指南",
            date(2023, 9, 4),
            guide_lines(body, "居民用水报装"),
        ),
        Article("enterprise-list", f"{place}2023年公共服务事项目录", date(2023, 9, 4), (listed,)),
    )


def standard_catalogue(body: Body, fields: tuple[str, ...]) -> Column:
    """基层政务公开标准目录: one table over all fields."""
    head = ("序号", "领域", "公开事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体",
            "公开渠道和载体")  # fmt: skip
    rows = tuple(
        (str(n), field, f"{field}信息", "政策文件、办理过程、结果", "政府信息公开条例",
         "自形成或者变更之日起20个工作日内", f"{body.place}有关主管部门", "政府网站")
        for n, field in enumerate(fields, 1)
    )  # fmt: skip
    article = Article(
        "standard-catalogue",
        f"{body.place}基层政务公开标准目录（2023年版）",
        date(2023, 8, 16),
        (
            f"现公布{body.place}基层政务公开标准目录，共{len(fields)}个领域。",
            Table("基层政务公开标准目录", (head, *rows)),
        ),
    )
    return Column("bzml", "基层政务公开标准目录", "信息公开目录", (article,))
