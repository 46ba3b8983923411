"""A county's own budget and accounts, and those of its departments gathered in one place."""

from datetime import date

from data.demo.content.model import Article, Body, Column, File, Table
from data.demo.content.money import (
    ACCOUNTS_REPLY,
    BUDGET_REPLY,
    change,
    money_of,
    sangong_note,
    show,
    spell,
)
from data.demo.content.organisation import bureaus

_APPROVED_BUDGET = date(2023, 1, 6)
_APPROVED_ACCOUNTS = date(2023, 8, 30)
_BUDGET_ON = date(2023, 1, 19)
_ACCOUNTS_ON = date(2023, 9, 13)


def government_money_column(body: Body) -> Column:
    return Column(
        "czyjs",
        "财政预决算",
        "财政信息",
        columns=(
            Column("zfys", "政府预算", "财政信息", (_budget(body),)),
            Column("zfjs", "政府决算", "财政信息", (_accounts(body),)),
            Column("bmyjs", "部门预决算公开", "财政信息", _roster(body)),
        ),
    )


def _income(total: int) -> tuple[tuple[str, str], ...]:
    parts = (("增值税", 38), ("企业所得税", 14), ("城市维护建设税", 8), ("专项收入", 15))
    rows = [(name, total * share // 100) for name, share in parts]
    rows.append(("其他收入", total - sum(value for _, value in rows)))
    return (
        ("项目", "金额"),
        *((name, show(v)) for name, v in rows),
        ("收入合计", show(total)),
    )


def _spending(total: int) -> tuple[tuple[str, ...], ...]:
    parts = (
        ("2010301", "行政运行", 21),
        ("2050202", "小学教育", 27),
        ("2080506", "机关事业单位职业年金缴费支出", 9),
        ("2100302", "乡镇卫生院", 13),
        ("2130142", "乡村道路建设", 11),
    )
    rows = [(code, name, total * share // 100) for code, name, share in parts]
    rows.append(("2210201", "住房公积金", total - sum(value for *_, value in rows)))
    return (
        ("科目编码", "科目名称（项级）", "金额"),
        *((code, name, show(v)) for code, name, v in rows),
        ("", "支出合计", show(total)),
    )


def _basic(total: int) -> tuple[tuple[str, ...], ...]:
    pay = total * 7 // 10
    return (
        ("经济分类科目编码", "科目名称（款级）", "金额"),
        ("50101", "工资奖金津补贴", show(pay)),
        ("50201", "办公经费", show(total - pay)),
        ("", "基本支出合计", show(total)),
    )


def _debt(kind: str, limit: int) -> tuple[tuple[str, ...], ...]:
    return (
        ("地区", f"{kind}债务限额", f"{kind}债务余额"),
        ("本级", show(limit), show(limit * 9 // 10)),
    )


def _tables(seed: int, word: str) -> tuple[Table, ...]:
    """Sixteen tables in four books; `word` is 预算 or 决算."""
    general = 1526400 + seed * 20500
    fund, capital, insurance = 486200 + seed * 3100, 21500 + seed * 100, 612000 + seed * 2700
    transfer = (
        ("项目", "合计", "税收返还", "一般性转移支付", "专项转移支付"),
        ("转移支付收入", "4300.00", "600.00", "2500.00", "1200.00"),
    )
    wanted = (
        (f"一般公共{word}收入表", _income(general)),
        (f"一般公共{word}支出表", _spending(general)),
        (f"一般公共{word}本级支出表", _spending(general)),
        (f"一般公共{word}本级基本支出表", _basic(general * 4 // 10)),
        (f"一般公共{word}税收返还和转移支付表", transfer),
        ("政府一般债务限额和余额情况表", _debt("一般", 860000)),
        (f"政府性基金{word}收入表", _income(fund)),
        (f"政府性基金{word}支出表", _spending(fund)),
        (f"政府性基金{word}本级支出表", _spending(fund)),
        (f"政府性基金{word}转移支付表", transfer),
        ("政府专项债务限额和余额情况表", _debt("专项", 540000)),
        (f"国有资本经营{word}收入表", _income(capital)),
        (f"国有资本经营{word}支出表", _spending(capital)),
        (f"国有资本经营{word}转移支付表", transfer),
        (f"社会保险基金{word}收入表", _income(insurance)),
        (f"社会保险基金{word}支出表", _spending(insurance)),
    )
    return tuple(Table(f"表{n}　{name}", rows) for n, (name, rows) in enumerate(wanted, 1))


def _text(body: Body, word: str, opening: str, year: int) -> tuple[str, ...]:
    general = 1526400 + body.seed * 20500
    money = money_of(body.seed + 40, year)
    return (
        opening,
        "一、收支情况",
        f"{year}年一般公共{word}收入合计{show(general)}万元，支出合计{show(general)}万元，"
        f"比上年{change(general, general - 30500)}。支出按功能分类细化到项级科目，"
        "基本支出按经济分类细化到款级科目。",
        "二、“三公”经费情况",
        *sangong_note(money, f"{word}数", f"上年{word}"),
        "三、转移支付情况说明",
        "转移支付收入4300.00万元，其中：税收返还600.00万元，一般性转移支付2500.00万元，"
        "专项转移支付1200.00万元。对下转移支付按地区和项目编列。",
        "四、举借债务情况说明",
        "一般债务限额8600.00万元，余额7740.00万元；专项债务限额5400.00万元，余额4860.00万元。"
        "债务风险总体可控。",
        "五、预算绩效情况说明",
        "将绩效目标管理覆盖所有项目支出，对10个重点项目开展绩效评价，结果用于改进管理。",
        "六、国有资产和政府采购情况说明",
        "机关运行经费、政府采购和国有资产占用情况由各部门在部门预决算中公开。",
        "七、名词解释",
        f"一般公共{word}：指以税收为主体的财政收入，安排用于保障和改善民生等方面的收支{word}。",
        "政府性基金：指依法征收或者收取、专项用于特定公共事业发展的资金。",
    )


def _budget(body: Body) -> Article:
    opening = (
        f"{spell(_APPROVED_BUDGET)}，{body.place}第十八届人民代表大会第二次会议批准了"
        f"{body.place}2023年政府预算。现予以公开。"
    )
    title = f"{body.place}2023年政府预算"
    text = _text(body, "预算", opening, 2023)
    tables = _tables(body.seed, "预算")
    files = (File(title, "pdf", text, tables), File(f"{title}公开表", "xlsx", (), tables))
    return Article("government-budget", title, _BUDGET_ON, text, files)


def _accounts(body: Body) -> Article:
    opening = (
        f"{spell(_APPROVED_ACCOUNTS)}，{body.place}第十八届人大常委会第十二次会议批准了"
        f"{body.place}2022年政府决算。现予以公开。"
    )
    title = f"{body.place}2022年政府决算"
    text = _text(body, "决算", opening, 2022)
    tables = _tables(body.seed, "决算")
    return Article(
        "government-accounts", title, _ACCOUNTS_ON, text, (File(title, "pdf", text, tables),)
    )


def _roster(body: Body) -> tuple[Article, ...]:
    """Two short articles a department: its budget and its accounts."""
    articles = []
    for place, name in enumerate(bureaus(body)):
        for word, year, reply, days in (
            ("预算", 2023, BUDGET_REPLY, date(2023, 2, 14)),
            ("决算", 2022, ACCOUNTS_REPLY, date(2023, 9, 21)),
        ):
            money = money_of(body.seed + 20 + place, year)
            text = (
                f"{spell(reply)}，{body.finance}批复{name}{year}年部门{word}。现予以公开。",
                f"{year}年收入{word}{show(money.total)}万元，支出{word}{show(money.total)}万元，"
                f"其中：基本支出{show(money.basic)}万元，项目支出{show(money.project)}万元。",
                *sangong_note(money, f"{word}数", f"上年{word}"),
                f"机关运行经费{show(money.office)}万元。",
            )
            key = f"roster-{'budget' if year == 2023 else 'accounts'}-{place + 1}"
            articles.append(Article(key, f"{name}{year}年部门{word}", days, text, source=name))
    return tuple(articles)
