"""机构职能, 内设机构, 工作部门 and 领导信息."""

from datetime import date

from data.demo.content.model import Article, Body, Column, Table

_SURNAMES = "沈顾陆魏邵程蒋韩温薛"
_GIVEN = ("知远", "明澈", "书琴", "怀谷", "若川", "静姝", "立言", "思齐", "景行", "以宁")
_BUREAUS = ("财政局", "教育局", "民政局", "人力资源和社会保障局")


def leaders(body: Body) -> tuple[tuple[str, str], ...]:
    """(name, post) of two leaders, the head first."""
    chief = body.name[-1]
    committee = body.name.endswith("委员会")
    if body.kind == "county":
        posts = (f"{chief}委副书记、{chief}长", f"{chief}委常委、常务副{chief}长")
    elif committee:
        posts = ("党委书记、主任", "党委委员、副主任")
    else:
        posts = ("党组书记、局长", "党组成员、副局长")
    step = body.seed * 3
    names = (
        _SURNAMES[(step + i) % 10] + _GIVEN[(step * 2 + body.seed + i * 3) % 10] for i in range(2)
    )
    return tuple(zip(names, posts, strict=True))


def bureaus(body: Body) -> tuple[str, ...]:
    """The departments of a county, whose budgets the county gathers in one place."""
    return tuple(body.place + bureau for bureau in _BUREAUS)


def offices(body: Body) -> tuple[tuple[str, str], ...]:
    """(office, what it does) inside the unit."""
    room = "股" if body.kind == "county" else "科"
    rest = tuple((f"{subject}{room}", f"承担{subject}相关工作。") for subject in body.subjects)
    return (
        ("办公室", "承担文电、会务、机要、档案、政务公开和政府信息公开申请办理工作。"),
        (f"政策法规{room}", "承担规范性文件合法性审核、行政复议应诉和普法工作。"),
        *rest,
    )


def contact(body: Body) -> tuple[str, ...]:
    """Address, hours and telephone, one a line, as printed on every page that needs them."""
    return (
        f"办公地址：{body.address}",
        "办公时间：工作日上午9:00—12:00，下午13:30—17:00（法定节假日除外）",
        f"联系电话：{body.phone}",
        f"电子邮箱：{body.email}",
    )


def organisation_columns(body: Body) -> tuple[Column, ...]:
    head = leaders(body)[0]
    duty = "、".join(body.subjects)
    functions = Article(
        "functions",
        f"{body.organ}机构职能",
        date(2023, 7, 11),
        (
            f"{body.organ}贯彻落实上级决策部署，主要职责是：",
            f"（一）组织实施{duty}等方面的政策，拟订年度工作计划并监督落实。",
            "（二）组织编制有关规划，按规定权限办理行政许可和公共服务事项。",
            "（三）指导监督下级有关单位依法履职，查处违法行为。",
            "（四）完成上级交办的其他任务。",
            f"负责人：{head[0]}（{head[1]}）",
            *contact(body),
        ),
    )
    inner = Article(
        "offices",
        f"{body.organ}内设机构",
        date(2023, 7, 11),
        tuple(f"{name}：{does}" for name, does in offices(body)),
    )
    listed = (_bureaus(body),) if body.kind == "county" else ()
    articles = (functions, inner, *listed)
    return (
        Column("jgzn", "机构职能", "机构职能", articles),
        Column("ldxx", "领导信息", "负责人信息", tuple(_leaders(body))),
    )


def _bureaus(body: Body) -> Article:
    rows = tuple(
        (name, f"{_SURNAMES[(body.seed + i) % 10]}{_GIVEN[(body.seed * 3 + i) % 10]}",
         f"{body.place}兰台路{40 + i}号", f"0741-{6230000 + body.seed * 100 + i}")
        for i, name in enumerate(bureaus(body))
    )  # fmt: skip
    return Article(
        "bureaus",
        f"{body.organ}工作部门一览",
        date(2023, 7, 11),
        (
            f"{body.organ}设置下列工作部门，办公时间均为工作日上午9:00—12:00，下午13:30—17:00。",
            Table("工作部门一览表", (("部门名称", "负责人", "办公地址", "联系电话"), *rows)),
        ),
    )


def _leaders(body: Body) -> list[Article]:
    work = ("主持全面工作，负责审计工作。", f"分管{'、'.join(body.subjects)}工作。")
    return [
        Article(
            f"leader-{number}",
            f"{post} {name}",
            date(2023, 7, 12),
            (
                f"姓名：{name}",
                f"职务：{post}",
                f"工作分工：{work[number]}",
                f"个人简历：{name}，男，汉族，{1970 + number}年{3 + number}月出生，大学学历，"
                f"中共党员。{1993 + number}年7月参加工作，长期从事基层和综合管理工作，"
                f"{2019 + number}年起任现职。",
            ),
            photo=True,
        )
        for number, (name, post) in enumerate(leaders(body))
    ]
