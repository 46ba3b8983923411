"""Budget of 2023 and final accounts of 2022 of a unit: figures, tables and notes that agree."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.demo.content.model import Article, Body, Column, File, Table

BUDGET_REPLY = date(2023, 1, 30)
ACCOUNTS_REPLY = date(2023, 9, 8)
_UNIT = "单位：万元"


def show(cents: int) -> str:
    """Hundredths of 万元 as printed: 123456 -> 1234.56."""
    return f"{cents // 100}.{cents % 100:02d}"


def spell(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Money:
    """A unit's year in hundredths of 万元."""

    staff: int
    office: int
    projects: tuple[int, int]
    buy: int  # 公务用车购置费
    run: int  # 公务用车运行费
    reception: int
    before: int  # 三公 total that this one is compared with

    @property
    def basic(self) -> int:
        return self.staff + self.office

    @property
    def project(self) -> int:
        return sum(self.projects)

    @property
    def total(self) -> int:
        return self.basic + self.project

    @property
    def sangong(self) -> int:
        return self.buy + self.run + self.reception


def money_of(seed: int, year: int) -> Money:
    """Figures of a year. The three 三公 figures fall from year to year."""
    older = 2023 - year
    run, reception = 600 + seed * 10 + older * 30, 350 + seed * 5 + older * 20
    return Money(
        staff=81250 + seed * 1375 - older * 2100,
        office=10340 + seed * 215 - older * 180,
        projects=(26500 + seed * 640 - older * 900, 13280 + seed * 310 + older * 450),
        buy=0,
        run=run,
        reception=reception,
        before=run + reception + 50,
    )


def change(now: int, before: int) -> str:
    """增加 or 减少 with amount and percentage, as notes print it."""
    if now == before:
        return "与上年持平"
    more, trend = ("增加", "增长") if now > before else ("减少", "下降")
    percent = abs(now - before) * 100 / before
    return f"{more}{show(abs(now - before))}万元，{trend}{percent:.2f}%"


def _split(money: Money, subject: tuple[str, ...]) -> tuple[tuple[str, str, int, int], ...]:
    """(code, name, basic, project) down to 项; sums to the unit's totals."""
    pension = money.staff // 10
    housing = money.staff // 12
    return (
        ("2010601", "行政运行", money.basic - pension - housing, 0),
        ("2010602", "一般行政管理事务", 0, money.projects[0]),
        ("2010699", f"其他{subject[0]}支出", 0, money.projects[1]),
        ("2080505", "机关事业单位基本养老保险缴费支出", pension, 0),
        ("2210201", "住房公积金", housing, 0),
    )


def _functions(money: Money, subjects: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    rows = _split(money, subjects)
    return (
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("合计", "", show(money.total), show(money.basic), show(money.project)),
        *((code, name, show(b + p), show(b), show(p)) for code, name, b, p in rows),
    )


def _both_sides(money: Money, source: str) -> tuple[tuple[str, ...], ...]:
    pension, housing = money.staff // 10, money.staff // 12
    rest = money.total - pension - housing
    return (
        ("收入", "", "支出", ""),
        ("项目", "金额", "项目", "金额"),
        (source, show(money.total), "一、一般公共服务支出", show(rest)),
        ("二、事业收入", "0.00", "二、社会保障和就业支出", show(pension)),
        ("三、其他收入", "0.00", "三、住房保障支出", show(housing)),
        ("收入总计", show(money.total), "支出总计", show(money.total)),
    )


def _economy(money: Money) -> tuple[tuple[str, ...], ...]:
    pay = money.staff * 6 // 10
    goods = money.office * 7 // 10
    return (
        ("经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"),
        ("合计", "", show(money.basic), show(money.staff), show(money.office)),
        ("30101", "基本工资", show(pay), show(pay), "0.00"),
        ("30102", "津贴补贴", show(money.staff - pay), show(money.staff - pay), "0.00"),
        ("30201", "办公费", show(goods), "0.00", show(goods)),
        ("30211", "差旅费", show(money.office - goods), "0.00", show(money.office - goods)),
    )


def _sangong(money: Money) -> tuple[tuple[str, ...], ...]:
    return (
        (
            "“三公”经费合计",
            "因公出国（境）费",
            "公务用车购置及运行费小计",
            "公务用车购置费",
            "公务用车运行费",
            "公务接待费",
        ),
        tuple(
            show(value)
            for value in (
                money.sangong, 0, money.buy + money.run, money.buy, money.run, money.reception,
            )
        ),
    )  # fmt: skip


_EMPTY = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("合计", "", "0.00", "0.00", "0.00"),
)


def budget_tables(body: Body, money: Money) -> tuple[Table, ...]:
    """The eight tables of a department's budget, and the empty one of state capital."""
    source = "一、一般公共预算拨款收入"
    income = (
        ("单位名称", "合计", "一般公共预算拨款", "政府性基金预算拨款", "其他收入"),
        (body.organ, show(money.total), show(money.total), "0.00", "0.00"),
    )
    wanted = (
        ("部门收支总体情况表", _both_sides(money, source)),
        ("部门收入总体情况表", income),
        ("部门支出总体情况表", _functions(money, body.subjects)),
        ("财政拨款收支总体情况表", _both_sides(money, source)),
        ("一般公共预算支出情况表", _functions(money, body.subjects)),
        ("一般公共预算基本支出情况表", _economy(money)),
        ("一般公共预算“三公”经费支出情况表", _sangong(money)),
        ("政府性基金预算支出情况表", _EMPTY),
        ("国有资本经营预算支出情况表", _EMPTY),
    )
    return tuple(Table(f"表{n}　{name}", rows) for n, (name, rows) in enumerate(wanted, 1))


def accounts_tables(body: Body, money: Money) -> tuple[Table, ...]:
    """The nine tables of a department's final accounts."""
    source = "一、一般公共预算财政拨款收入"
    income = (
        ("科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"),
        ("合计", "", show(money.total), show(money.total), "0.00"),
        *(
            (code, name, show(b + p), show(b + p), "0.00")
            for code, name, b, p in _split(money, body.subjects)
        ),
    )
    wanted = (
        ("收入支出决算总表", _both_sides(money, source)),
        ("收入决算表", income),
        ("支出决算表", _functions(money, body.subjects)),
        ("财政拨款收入支出决算总表", _both_sides(money, source)),
        ("一般公共预算财政拨款支出决算表", _functions(money, body.subjects)),
        ("一般公共预算财政拨款基本支出决算表", _economy(money)),
        ("财政拨款“三公”经费支出决算表", _sangong(money)),
        ("政府性基金预算财政拨款收入支出决算表", _EMPTY),
        ("国有资本经营预算财政拨款支出决算表", _EMPTY),
    )
    return tuple(Table(f"公开{n:02d}表　{name}", rows) for n, (name, rows) in enumerate(wanted, 1))


def sangong_note(money: Money, word: str, than: str) -> tuple[str, ...]:
    """The split of 三公 and why it changed; `word` is 预算数 or 决算数."""
    return (
        f"“三公”经费{word}为{show(money.sangong)}万元，其中：因公出国（境）费0.00万元，"
        f"公务用车购置及运行费{show(money.buy + money.run)}万元（其中：公务用车购置费"
        f"{show(money.buy)}万元，公务用车运行费{show(money.run)}万元），"
        f"公务接待费{show(money.reception)}万元。",
        f"“三公”经费比{than}{change(money.sangong, money.before)}，"
        "主要原因是厉行节约，压减公务接待批次，合并用车任务。",
    )


def _notes(body: Body, money: Money, spent: bool) -> tuple[str, ...]:
    done = "支出" if spent else "预算"
    managed = "开展绩效评价" if spent else "实行绩效目标管理"
    goods, works, services = 1260 + body.seed * 20, 500, 2310 + body.seed * 30
    small = "，其中授予中小企业合同金额占政府采购支出总额的85.00%" if spent else ""
    return (
        f"（一）机关运行经费。机关运行经费{done}{show(money.office)}万元，"
        "主要用于办公费、差旅费等日常公用支出。",
        f"（二）政府采购情况。政府采购{done}总额{show(goods + works + services)}万元，其中：货物"
        f"{show(goods)}万元，工程{show(works)}万元，服务{show(services)}万元{small}。",
        "（三）国有资产占用使用情况。共有车辆3辆，均为机要通信和应急保障用车；"
        "单价100万元以上设备0台（套）。",
        f"（四）预算绩效情况。{managed}的项目2个，涉及资金{show(money.project)}万元。",
        "（五）政府性基金预算和国有资本经营预算没有收支，相关表格为空表。",
    )


_WORDS = (
    "（一）一般公共预算拨款收入：指财政当年拨付的资金。",
    "（二）基本支出：指为保障机构正常运转、完成日常工作任务发生的人员支出和公用支出。",
    "（三）项目支出：指在基本支出之外为完成特定任务发生的支出。",
    "（四）“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。",
    "（五）机关运行经费：指为保障单位运行用于购买货物和服务的各项公用经费。",
)


def budget(body: Body) -> Article:
    """Budget of 2023, published 16 days after the finance bureau's reply."""
    money = money_of(body.seed, 2023)
    older = money_of(body.seed, 2022)
    blocks: tuple[str, ...] = (
        f"{spell(BUDGET_REPLY)}，{body.finance}批复{body.organ}2023年部门预算"
        f"（财预〔2023〕{body.seed}号）。现予以公开。",
        "一、部门主要职责及机构设置",
        f"主要承担{'、'.join(body.subjects)}等工作，内设办公室等5个机构。",
        "二、收支预算总体情况",
        f"2023年收入预算{show(money.total)}万元，其中一般公共预算拨款收入{show(money.total)}万元。"
        f"支出预算{show(money.total)}万元，其中：基本支出{show(money.basic)}万元"
        f"（人员经费{show(money.staff)}万元，公用经费{show(money.office)}万元），"
        f"项目支出{show(money.project)}万元。收支比上年{change(money.total, older.total)}，"
        "主要原因是人员变动和项目调整。",
        "三、“三公”经费预算情况",
        *sangong_note(money, "预算数", "上年预算"),
        "四、其他重要事项的情况说明",
        *_notes(body, money, spent=False),
        "五、名词解释",
        *_WORDS,
    )
    on = BUDGET_REPLY + timedelta(days=16)
    title = f"{body.organ}2023年部门预算"
    tables = budget_tables(body, money)
    return Article("budget", title, on, blocks, (File(title, "pdf", blocks, tables),))


def accounts(body: Body) -> Article:
    """Final accounts of 2022, published 13 days after the reply: text in Word, tables in Excel."""
    money = money_of(body.seed, 2022)
    older = money_of(body.seed, 2021)
    blocks: tuple[str, ...] = (
        f"{spell(ACCOUNTS_REPLY)}，{body.finance}批复{body.organ}2022年部门决算"
        f"（财库〔2023〕{body.seed}号）。现予以公开。",
        "一、部门概况",
        f"主要承担{'、'.join(body.subjects)}等工作，内设办公室等5个机构。",
        "二、收支决算总体情况",
        f"2022年收入总计{show(money.total)}万元，支出总计{show(money.total)}万元，"
        f"其中：基本支出{show(money.basic)}万元（人员经费{show(money.staff)}万元，"
        f"公用经费{show(money.office)}万元），项目支出{show(money.project)}万元。"
        f"收支比上年{change(money.total, older.total)}，主要原因是人员变动和项目调整。"
        "支出决算数与年初预算数一致，预算执行率为100.00%。",
        "三、“三公”经费支出决算情况",
        *sangong_note(money, "决算数", "上年决算"),
        "公务用车保有量3辆；国内公务接待42批次、286人次；因公出国（境）团组0个、0人次。",
        "四、其他重要事项的情况说明",
        *_notes(body, money, spent=True),
        "五、名词解释",
        *_WORDS,
    )
    on = ACCOUNTS_REPLY + timedelta(days=13)
    title = f"{body.organ}2022年部门决算"
    tables = accounts_tables(body, money)
    files = (File(title, "docx", blocks), File(f"{title}公开表", "xlsx", (), tables))
    return Article("accounts", title, on, blocks, files)


def money_column(body: Body) -> Column:
    return Column(
        "czyjs",
        "财政预决算",
        "财政信息",
        columns=(
            Column("bmys", "部门预算", "财政信息", (budget(body),)),
            Column("bmjs", "部门决算", "财政信息", (accounts(body),)),
        ),
    )
