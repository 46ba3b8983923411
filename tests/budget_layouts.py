"""Budgets and final accounts that are right, in the layouts and wordings of several provinces.

Amounts are whole hundreds of yuan: 1 is 0.01万元, so that every sum holds as printed.
"""
# ruff: noqa: E501

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from random import Random

from tests.budgets import Part

Tree = Mapping[str, str]

NAMES: Tree = {
    "201": "一般公共服务支出",
    "20106": "财政事务",
    "2010601": "行政运行",
    "2010602": "一般行政管理事务",
    "2010607": "信息化建设",
    "205": "教育支出",
    "20508": "进修及培训",
    "2050803": "培训支出",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "2101103": "公务员医疗补助",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "2210203": "购房补贴",
}
STAFF = {
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30103": "奖金",
    "30108": "机关事业单位基本养老保险缴费",
    "30109": "职业年金缴费",
    "30110": "职工基本医疗保险缴费",
    "30113": "住房公积金",
    "30302": "退休费",
}
RUNNING = {
    "30201": "办公费",
    "30202": "印刷费",
    "30207": "邮电费",
    "30211": "差旅费",
    "30216": "培训费",
    "30217": "公务接待费",
    "30228": "工会经费",
    "30231": "公务用车运行维护费",
    "30299": "其他商品和服务支出",
}
GROUPS = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}


@dataclass(frozen=True)
class Figures:
    """What one unit spends: by function (basic, project), by use, on 三公; plan and last year."""

    place: str
    organ: str
    year: int
    items: Mapping[str, tuple[int, int]]  # 项 -> basic, project
    uses: Mapping[str, int]
    sangong: tuple[int, int, int, int]  # abroad, buying, running, hosting
    plan: Mapping[str, int]  # of the accounts' year, 项 -> amount
    sangong_plan: tuple[int, int, int, int]
    before: int  # last year's total
    sangong_before: tuple[int, int, int, int]
    bought: tuple[int, int, int]
    carried: int

    @property
    def unit(self) -> str:
        return self.place + self.organ

    @cached_property
    def total(self) -> int:
        return sum(basic + project for basic, project in self.items.values())

    @cached_property
    def basic(self) -> int:
        return sum(basic for basic, _ in self.items.values())

    def of(self, code: str) -> tuple[int, int]:
        """Basic and project expenditure of a subject and all below it."""
        mine = [pair for item, pair in self.items.items() if item.startswith(code)]
        return sum(b for b, _ in mine), sum(p for _, p in mine)

    @property
    def codes(self) -> list[str]:
        return [code for code in NAMES if any(item.startswith(code) for item in self.items)]

    @property
    def classes(self) -> list[str]:
        return [code for code in self.codes if len(code) == 3]

    @property
    def staff(self) -> int:
        return sum(value for code, value in self.uses.items() if code in STAFF)


def figures(random: Random, *, accounts: bool) -> Figures:
    items = {
        code: (random.randint(500, 90_000), 0)
        for code in NAMES
        if len(code) == 7 and random.random() < 0.85
    }
    items["2010601"] = (random.randint(80_000, 300_000), 0)
    items["2080505"] = (random.randint(8_000, 30_000), 0)
    for code in ("2010602", "2010607", "2050803"):
        items[code] = (0, random.randint(2_000, 150_000))
    items = {code: items[code] for code in NAMES if code in items}
    basic = sum(b for b, _ in items.values())
    cars, hosting = random.randint(200, 3000), random.randint(100, 900)
    uses = {"30231": cars, "30217": hosting}
    rest = basic - cars - hosting
    others = [code for code in (*STAFF, *RUNNING) if code not in uses]
    for code in others[1:]:
        uses[code] = random.randint(50, rest // 30)
    uses[others[0]] = rest - sum(uses[code] for code in others[1:])
    uses = {code: uses[code] for code in (*STAFF, *RUNNING)}
    total = sum(b + p for b, p in items.values())
    abroad, buying = random.choice([0, 1500, 2345]), random.choice([0, 17_980])
    plan = {
        code: max(b + p + random.randint(-400, 400) * random.choice([0, 1, 1]), 100)
        for code, (b, p) in items.items()
    }
    sangong = (abroad, buying, cars, hosting)
    return Figures(
        place=random.choice(["青禾县", "云泽市临川区", "南岭省白石市", "江州市"]),
        organ=random.choice(["教育局", "人力资源和社会保障局", "审计局", "市场监督管理局"]),
        year=random.choice([2022, 2023, 2024, 2025]),
        items=items,
        uses=uses,
        sangong=sangong,
        plan=plan,
        sangong_plan=tuple(value + random.choice([0, 50, 300]) for value in sangong),  # type: ignore[arg-type]
        before=total + random.choice([-1, 1]) * random.randint(1_000, total // 4),
        sangong_before=tuple(
            max(value + random.choice([0, -77, 120]), 0) if value else 0 for value in sangong
        ),  # type: ignore[arg-type]
        bought=(random.randint(1, 9000), random.choice([0, 25_000]), random.randint(1, 30_000)),
        carried=random.choice([0, 4_321]) if accounts else 0,
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """How a province prints: titles by kind, unit of tables, shapes of codes and of 三公."""

    name: str
    accounts: bool
    titles: Mapping[str, str]
    prose: Callable[["Printer"], list[str]]
    yuan: bool = False  # tables in yuan, text in 万元
    commas: bool = True
    code: str = "whole"  # whole: 2010601; split: 201 | 06 | 01; named: 201 in front of the name
    sangong: str = "columns"  # columns, rows
    total_first: bool = True
    zeros: str = ""
    caption: str = "部门：{unit}"
    numbered: str = ""  # 公开{n:02}表
    numbering: bool = False  # a line 栏次 1 2 3


class Printer:
    """The parts of one document."""

    def __init__(self, data: Figures, layout: Layout) -> None:
        self.data = data
        self.layout = layout
        self._count = 0

    # --- numbers

    def cell(self, value: int) -> str:
        if not value:
            return self.layout.zeros
        number = f"{value * 100:,}" if self.layout.yuan else f"{Decimal(value) / 100:,.2f}"
        return number if self.layout.commas else number.replace(",", "")

    def wan(self, value: int) -> str:
        return f"{Decimal(value) / 100:.2f}万元"

    def percent(self, part: int, whole: int) -> str:
        share = Decimal(part) * 100 / Decimal(whole)
        return f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"

    def change(self, now: int, before: int) -> str:
        """增加……万元，增长……%"""
        if now == before:
            return "持平"
        verb, word = ("增加", "增长") if now > before else ("减少", "下降")
        by = abs(now - before)
        if not before:
            return f"{verb}{self.wan(by)}"
        return f"{verb}{self.wan(by)}，{word}{self.percent(by, before)}"

    # --- tables

    def table(self, kind: str, rows: list[list[str]], *, empty: bool = False) -> list[Part]:
        title = self.layout.titles.get(kind)
        if not title:
            return []
        self._count += 1
        unit = "元" if self.layout.yuan and kind not in {"sangong"} else "万元"
        parts: list[Part] = [None]
        if self.layout.numbered:
            parts.append(self.layout.numbered.format(n=self._count))
        parts += [title, f"{self.layout.caption.format(unit=self.data.unit)}　单位：{unit}", rows]
        if empty:
            word = {"fund": "政府性基金预算", "capital": "国有资本经营预算"}[kind]
            parts.append(f"注：{self.data.unit}没有{word}拨款安排的支出，故本表无数据。")
        return parts

    def overall(self, kind: str) -> list[Part]:
        data, fiscal = self.data, kind == "fiscal"
        word = "决算数" if self.layout.accounts else "预算数"
        income = ["一、一般公共预算财政拨款", "二、政府性基金预算财政拨款"]
        if not fiscal:
            income = [f"{name}收入" for name in income] + ["三、事业收入", "四、其他收入"]
        left = [
            [name, self.cell(data.total) if not n else self.cell(0)]
            for n, name in enumerate(income)
        ]
        right = [
            [f"{'一二三四五六七八'[n]}、{NAMES[code]}", self.cell(sum(data.of(code)))]
            for n, code in enumerate(data.classes)
        ]
        if fiscal:
            right = [[*row, row[-1], self.cell(0)] for row in right]
            head = [
                ["收入", "", "支出", "", "", ""],
                ["项目", word, "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"],
            ]
        else:
            head = [["收入", "", "支出", ""], ["项目", word, "项目", word]]
        wide = 4 if fiscal else 2
        count = max(len(left), len(right))
        left += [["", ""]] * (count - len(left))
        right += [[""] * wide] * (count - len(right))
        rows = [*head, *([*a, *b] for a, b in zip(left, right, strict=True))]
        total, grand = self.cell(data.total), self.cell(data.total + data.carried)
        carried = self.cell(data.carried)

        def line(one: str, a: str, other: str, b: str) -> list[str]:
            return [one, a, other, b, b, self.cell(0)] if fiscal else [one, a, other, b]

        if self.layout.accounts:
            rows += [
                line("本年收入合计", total, "本年支出合计", total),
                line("年初结转和结余", carried, "年末结转和结余", carried),
                line("总计", grand, "总计", grand),
            ]
        else:
            rows += [line("收入总计", total, "支出总计", total)]
        return self.table(kind, rows)

    def by_function(self, kind: str) -> list[Part]:
        heads = {
            "income": ["本年收入合计", "财政拨款收入", "事业收入", "经营收入", "其他收入"],
            "expense": ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出"],
            "general": ["合计", "基本支出", "项目支出"],
        }[kind]
        if not self.layout.accounts:
            heads = ["合计", *heads[1:]]
        data = self.data

        def values(pair: tuple[int, int]) -> list[str]:
            whole = self.cell(sum(pair))
            if kind == "income":
                return [whole, whole, *[self.cell(0)] * 3]
            more = [self.cell(0)] * (len(heads) - 3)
            return [whole, self.cell(pair[0]), self.cell(pair[1]), *more]

        split = self.layout.code == "split"
        rows = [["项目", "", "", "", *heads] if split else ["项目", "", *heads]]
        blank = [""] * len(heads)
        if split:
            rows += [["科目编码", "", "", "科目名称", *blank], ["类", "款", "项", "", *blank]]
        else:
            rows += [["功能分类科目编码", "科目名称", *blank]]
        if self.layout.numbering:
            numbers = [str(n + 1) for n in range(len(heads))]
            rows.append(["栏次", "", "", "", *numbers] if split else ["栏次", "", *numbers])
        body = [[*self._code(code), NAMES[code], *values(data.of(code))] for code in data.codes]
        width = 4 if split else 2
        total = ["合计", *[""] * (width - 1), *values((data.basic, data.total - data.basic))]
        rows += [total, *body] if self.layout.total_first else [*body, total]
        return self.table(kind, rows)

    def _code(self, code: str) -> list[str]:
        if self.layout.code != "split":
            return [code]
        return [code[:3], code[3:5], code[5:7]]

    def by_use(self) -> list[Part]:
        data = self.data
        used = {code: value for code, value in data.uses.items() if value}
        rows = [["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"]]
        body = []
        for group, name in GROUPS.items():
            codes = [code for code in used if code.startswith(group)]
            for code, said in [(group, name), *((c, {**STAFF, **RUNNING}[c]) for c in codes)]:
                value = sum(used[c] for c in codes if c.startswith(code))
                staff = group != "302"
                pair = (self.cell(value if staff else 0), self.cell(0 if staff else value))
                body.append([code, said, self.cell(value), *pair])
        total = [
            "合计",
            "",
            self.cell(data.basic),
            self.cell(data.staff),
            self.cell(data.basic - data.staff),
        ]
        rows += [total, *body] if self.layout.total_first else [*body, total]
        return self.table("basic", rows)

    def sangong(self) -> list[Part]:
        def six(values: Sequence[int]) -> list[str]:
            abroad, buying, running, hosting = values
            cars = buying + running
            figures = (abroad + cars + hosting, abroad, cars, buying, running, hosting)
            return [f"{Decimal(v) / 100:.2f}" if v else self.layout.zeros for v in figures]

        data, accounts = self.data, self.layout.accounts
        names = [
            "合计",
            "因公出国（境）费",
            "公务用车购置及运行维护费",
            "公务用车购置费",
            "公务用车运行维护费",
            "公务接待费",
        ]
        now, plan = six(data.sangong), six(data.sangong_plan)
        if self.layout.sangong == "rows":
            word = "决算数" if accounts else "预算数"
            labels = [
                "合计",
                "1.因公出国（境）费",
                "2.公务用车购置及运行维护费",
                "其中：公务用车购置费",
                "公务用车运行维护费",
                "3.公务接待费",
            ]
            if accounts:
                rows = [
                    ["项目", "预算数", word],
                    *([a, b, c] for a, b, c in zip(labels, plan, now, strict=True)),
                ]
            else:
                rows = [["项目", word], *([a, b] for a, b in zip(labels, now, strict=True))]
            return self.table("sangong", rows)
        top = [names[0], names[1], names[2], "", "", names[5]]
        sub = ["", "", "小计", names[3], names[4], ""]
        if accounts:
            rows = [
                ["预算数", *[""] * 5, "决算数", *[""] * 5],
                [*top, *top],
                [*sub, *sub],
                [*plan, *now],
            ]
        else:
            rows = [top, sub, now]
        return self.table("sangong", rows)

    def nothing(self, kind: str) -> list[Part]:
        rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["合计", "", "", "", ""]]
        return self.table(kind, rows, empty=True)

    def tables(self) -> list[Part]:
        return [
            *self.overall("overall"),
            *self.by_function("income"),
            *self.by_function("expense"),
            *self.overall("fiscal"),
            *self.by_function("general"),
            *self.by_use(),
            *self.sangong(),
            *self.nothing("fund"),
            *self.nothing("capital"),
        ]

    # --- text

    @property
    def title(self) -> str:
        return f"{self.data.unit}{self.data.year}年" + (
            "度部门决算" if self.layout.accounts else "部门预算"
        )

    def parts(self) -> list[Part]:
        opening = [
            "第一部分　部门概况",
            "一、主要职能",
            f"{self.data.unit}贯彻执行国家有关法律、法规和政策，拟订本地区事业发展规划并组织实施。",
            "二、机构设置",
            f"纳入{self.data.unit}{self.data.year}年度部门{'决算' if self.layout.accounts else '预算'}编制范围的单位共1个。",
        ]
        glossary = [
            "第四部分　名词解释",
            "一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。",
            "二、项目支出：指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出。",
        ]
        return [*opening, *self.tables(), None, *self.layout.prose(self), *glossary]

    def sangong_sums(self, values: Sequence[int]) -> tuple[int, int]:
        """All of it, and the cars."""
        return sum(values), values[1] + values[2]


# --- wordings -------------------------------------------------------------------------------------


def _uses(printer: Printer, of: Mapping[str, str]) -> str:
    return "、".join(name for code, name in of.items() if printer.data.uses.get(code))


def _items(printer: Printer) -> list[tuple[str, str, str, int, int]]:
    """(类, 款, 项, amount, plan) of every 项."""
    data = printer.data
    return [
        (NAMES[code[:3]], NAMES[code[:5]], NAMES[code], b + p, data.plan[code])
        for code, (b, p) in data.items.items()
    ]


def eastern_accounts(p: Printer) -> list[str]:
    """收入支出总计……万元；（类）（款）（项）各一段；完成年初预算的百分比。"""
    d, y = p.data, p.data.year
    grand, before = d.total + d.carried, d.before + d.carried
    cars, plan_cars = d.sangong[1] + d.sangong[2], d.sangong_plan[1] + d.sangong_plan[2]
    whole, planned = sum(d.sangong), sum(d.sangong_plan)
    said = [
        f"第三部分　{d.unit}{y}年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        f"{d.unit}{y}年度收入支出总计{p.wan(grand)}。与{y - 1}年度相比，收入支出总计{p.change(grand, before)}。主要原因：项目安排有变化。",
        "二、收入决算情况说明",
        f"本年收入合计{p.wan(d.total)}，其中：财政拨款收入{p.wan(d.total)}，占100.00%。",
        "三、支出决算情况说明",
        f"本年支出合计{p.wan(d.total)}，其中：基本支出{p.wan(d.basic)}，占{p.percent(d.basic, d.total)}；项目支出{p.wan(d.total - d.basic)}，占{p.percent(d.total - d.basic, d.total)}。",
        "四、一般公共预算财政拨款支出决算情况说明",
        "（一）一般公共预算财政拨款支出决算结构情况",
        f"一般公共预算财政拨款支出{p.wan(d.total)}，主要用于以下方面："
        + "；".join(
            f"{NAMES[c]}（类）{p.wan(sum(d.of(c)))}，占{p.percent(sum(d.of(c)), d.total)}"
            for c in d.classes
        )
        + "。",
        "（二）一般公共预算财政拨款支出决算具体情况",
        f"一般公共预算财政拨款支出年初预算为{p.wan(sum(d.plan.values()))}，支出决算为{p.wan(d.total)}，完成年初预算的{p.percent(d.total, sum(d.plan.values()))}。其中：",
    ]
    for n, (top, group, item, now, plan) in enumerate(_items(p), 1):
        word = (
            "决算数等于预算数"
            if now == plan
            else f"决算数{'大于' if now > plan else '小于'}预算数的主要原因：按实际需要调整"
        )
        said.append(
            f"{n}、{top}（类）{group}（款）{item}（项）{p.wan(now)}，主要用于：{item}方面的支出。年初预算为{p.wan(plan)}，支出决算为{p.wan(now)}，完成年初预算的{p.percent(now, plan)}。{word}。"
        )
    said += [
        "五、一般公共预算财政拨款基本支出决算情况说明",
        f"一般公共预算财政拨款基本支出{p.wan(d.basic)}。其中：人员经费{p.wan(d.staff)}，主要包括：{_uses(p, STAFF)}；公用经费{p.wan(d.basic - d.staff)}，主要包括：{_uses(p, RUNNING)}。",
        "六、财政拨款“三公”经费支出决算情况说明",
        f"“三公”经费财政拨款支出年初预算为{p.wan(planned)}，支出决算为{p.wan(whole)}，完成预算的{p.percent(whole, planned)}，其中：因公出国（境）费决算为{p.wan(d.sangong[0])}；公务用车购置及运行维护费支出决算为{p.wan(cars)}，完成预算的{p.percent(cars, plan_cars)}；公务接待费支出决算为{p.wan(d.sangong[3])}，完成预算的{p.percent(d.sangong[3], d.sangong_plan[3])}。决算数小于预算数的主要原因：厉行节约。",
        f"{y}年度“三公”经费财政拨款支出决算数比{y - 1}年度{p.change(whole, sum(d.sangong_before))}，主要原因是业务量变化。",
        f"1、因公出国（境）费支出{p.wan(d.sangong[0])}。",
        f"2、公务用车购置及运行维护费支出{p.wan(cars)}。其中：公务用车购置支出{p.wan(d.sangong[1])}；公务用车运行维护支出{p.wan(d.sangong[2])}。",
        f"3、公务接待费支出{p.wan(d.sangong[3])}。",
        "七、其他重要事项的情况说明",
        f"（一）机关运行经费支出{p.wan(d.basic - d.staff)}。",
        f"（二）{d.unit}{y}年度政府采购金额为{p.wan(sum(d.bought))}，其中：货物采购金额{p.wan(d.bought[0])}、工程采购金额{p.wan(d.bought[1])}、服务采购金额{p.wan(d.bought[2])}。",
        f"（三）截至{y}年12月31日，{d.unit}共有车辆3辆。",
        "（四）预算绩效管理情况：全部项目开展了绩效自评。",
        "（五）本部门没有政府性基金预算和国有资本经营预算安排的支出。",
    ]
    return said


def river_budget(p: Printer) -> list[str]:
    """与上年相比增加……万元，增长……%；一条一段；公开表。"""
    d, y = p.data, p.data.year
    change = p.change(d.total, d.before)
    whole, cars = sum(d.sangong), d.sangong[1] + d.sangong[2]
    said = [
        f"第三部分　{d.unit}{y}年部门预算情况说明",
        "一、收支预算总体情况说明",
        f"{d.unit}{y}年度收入、支出预算总计{p.wan(d.total)}，与上年相比收、支预算总计各{change}。",
        f"（一）收入预算总计{p.wan(d.total)}。包括：",
        f"1.本年收入合计{p.wan(d.total)}。",
        f"（1）一般公共预算拨款收入{p.wan(d.total)}，与上年相比{change}，主要原因是人员和项目变化。",
        f"（二）支出预算总计{p.wan(d.total)}。包括：",
        f"1.本年支出合计{p.wan(d.total)}。",
    ]
    for n, code in enumerate(d.classes, 1):
        said.append(
            f"（{n}）{NAMES[code]}（类）支出{p.wan(sum(d.of(code)))}，主要用于本单位{NAMES[code]}方面的工作。"
        )
    said += [
        "二、支出预算情况说明",
        f"{d.unit}{y}年支出预算合计{p.wan(d.total)}，其中：基本支出{p.wan(d.basic)}，占{p.percent(d.basic, d.total)}；项目支出{p.wan(d.total - d.basic)}，占{p.percent(d.total - d.basic, d.total)}。",
        "三、财政拨款支出预算情况说明",
        f"{d.unit}{y}年财政拨款预算支出{p.wan(d.total)}，占本年支出合计的100.00%。与上年相比，财政拨款支出{change}。其中：",
    ]
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for top, group, item, now, _ in _items(p):
        groups.setdefault(top, []).append((group, item, now))
    for n, (top, items) in enumerate(groups.items()):
        said.append(f"（{'一二三四五六'[n]}）{top}（类）")
        said += [
            f"{k}.{group}（款）{item}（项）支出{p.wan(now)}，主要用于{item}方面的工作。"
            for k, (group, item, now) in enumerate(items, 1)
        ]
    said += [
        "四、财政拨款基本支出预算情况说明",
        f"{d.unit}{y}年度财政拨款基本支出预算{p.wan(d.basic)}，其中：",
        f"（一）人员经费{p.wan(d.staff)}。主要包括：{_uses(p, STAFF)}。",
        f"（二）公用经费{p.wan(d.basic - d.staff)}。主要包括：{_uses(p, RUNNING)}。",
        "五、一般公共预算拨款“三公”经费支出预算情况说明",
        f"{d.unit}{y}年度一般公共预算拨款安排的“三公”经费预算支出中，因公出国（境）费支出{p.wan(d.sangong[0])}，占“三公”经费的{p.percent(d.sangong[0], whole)}；公务用车购置及运行费支出{p.wan(cars)}，占“三公”经费的{p.percent(cars, whole)}；公务接待费支出{p.wan(d.sangong[3])}，占“三公”经费的{p.percent(d.sangong[3], whole)}。具体情况如下：",
        f"1.因公出国（境）费预算支出{p.wan(d.sangong[0])}，与上年预算相比{p.change(d.sangong[0], d.sangong_before[0])}，主要原因是任务变化。",
        f"2.公务用车购置及运行费预算支出{p.wan(cars)}。其中：",
        f"（1）公务用车购置预算支出{p.wan(d.sangong[1])}，与上年预算相比{p.change(d.sangong[1], d.sangong_before[1])}，主要原因是车辆更新。",
        f"（2）公务用车运行维护费预算支出{p.wan(d.sangong[2])}，与上年预算相比{p.change(d.sangong[2], d.sangong_before[2])}，主要原因是用车减少。",
        f"3.公务接待费预算支出{p.wan(d.sangong[3])}，与上年预算相比{p.change(d.sangong[3], d.sangong_before[3])}，主要原因是严控接待。",
        "六、政府性基金预算支出预算情况说明",
        f"{d.unit}{y}年没有政府性基金支出预算，也没有国有资本经营支出预算。",
        "七、其他事项",
        f"{y}年本部门机关运行经费预算支出{p.wan(d.basic - d.staff)}。",
        f"{y}年度政府采购支出预算总额{p.wan(sum(d.bought))}，其中：拟采购货物支出{p.wan(d.bought[0])}、拟采购工程支出{p.wan(d.bought[1])}、拟购买服务支出{p.wan(d.bought[2])}。",
        "本部门共有车辆2辆。项目支出全部实行绩效目标管理。",
    ]
    return said


def inland_budget(p: Printer) -> list[str]:
    """比2024年预算数增加……万元，主要是……；中文括号编号；先总后分。"""
    d, y = p.data, p.data.year
    whole, cars = sum(d.sangong), d.sangong[1] + d.sangong[2]
    before_cars = d.sangong_before[1] + d.sangong_before[2]

    def moved(now: int, before: int) -> str:
        said = p.change(now, before)
        return f"与{y - 1}年预算持平" if said == "持平" else f"比{y - 1}年预算数{said}"

    said = [
        f"第三部分　{y}年部门预算情况说明",
        f"一、{y}年收支预算情况的总体说明",
        f"按照综合预算的原则，{d.unit}所有收入和支出均纳入部门预算管理。{y}年收支总预算{p.wan(d.total)}，{moved(d.total, d.before)}，主要是人员经费变动。",
        f"（一）收入预算情况。{y}年收入预算{p.wan(d.total)}，其中：一般公共预算拨款收入{p.wan(d.total)}，占100%；事业收入0万元，占0%。",
        f"（二）支出预算情况。{y}年支出预算{p.wan(d.total)}，其中：基本支出{p.wan(d.basic)}，占{p.percent(d.basic, d.total)}；项目支出{p.wan(d.total - d.basic)}，占{p.percent(d.total - d.basic, d.total)}。",
        "二、一般公共预算当年拨款情况说明",
        f"{y}年一般公共预算当年拨款{p.wan(d.total)}，{moved(d.total, d.before)}。",
        "一般公共预算当年拨款结构："
        + "、".join(
            f"{NAMES[c]}{p.wan(sum(d.of(c)))}，占{p.percent(sum(d.of(c)), d.total)}"
            for c in d.classes
        )
        + "。",
    ]
    for n, (top, group, item, now, _) in enumerate(_items(p), 1):
        said.append(
            f"{n}.{top}（类）{group}（款）{item}（项）：{y}年预算数为{p.wan(now)}，主要用于：{item}方面的支出。"
        )
    said += [
        "三、一般公共预算基本支出情况说明",
        f"{y}年一般公共预算基本支出{p.wan(d.basic)}，其中：人员经费{p.wan(d.staff)}，主要包括：{_uses(p, STAFF)}。公用经费{p.wan(d.basic - d.staff)}，主要包括：{_uses(p, RUNNING)}。",
        "四、“三公”经费财政拨款预算安排情况说明",
        f"{y}年“三公”经费财政拨款预算数{p.wan(whole)}，其中：因公出国（境）经费{p.wan(d.sangong[0])}，公务接待费{p.wan(d.sangong[3])}，公务用车购置及运行维护费{p.wan(cars)}。",
        f"（一）因公出国（境）经费{moved(d.sangong[0], d.sangong_before[0])}。",
        f"（二）公务接待费{moved(d.sangong[3], d.sangong_before[3])}，主要原因是厉行节约。",
        f"（三）公务用车购置及运行维护费{moved(cars, before_cars)}，主要原因是车辆更新。",
        "五、政府性基金预算支出情况说明",
        f"{d.unit}{y}年没有使用政府性基金预算拨款安排的支出，没有使用国有资本经营预算拨款安排的支出。",
        "六、其他重要事项的情况说明",
        f"（一）{y}年机关运行经费财政拨款预算为{p.wan(d.basic - d.staff)}。",
        f"（二）{y}年政府采购预算{p.wan(sum(d.bought))}，其中：政府采购货物预算{p.wan(d.bought[0])}、政府采购工程预算{p.wan(d.bought[1])}、政府采购服务预算{p.wan(d.bought[2])}。",
        "（三）本部门共有车辆2辆，无单价100万元以上设备。绩效目标管理覆盖全部项目。",
    ]
    return said


def inland_accounts(p: Printer) -> list[str]:
    """收入总计、支出总计；较上年决算数增加；“年初预算数……，支出决算数……”。"""
    d, y = p.data, p.data.year
    grand, before = d.total + d.carried, d.before + d.carried
    whole, cars, old = sum(d.sangong), d.sangong[1] + d.sangong[2], d.sangong_before

    def moved(now: int, then: int) -> str:
        said = p.change(now, then)
        return "与上年决算数持平" if said == "持平" else f"较上年决算数{said}"

    said = [
        f"第三部分　{y}年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        f"{y}年度收、支总计均为{p.wan(grand)}。与{y - 1}年度相比，收、支总计各{p.change(grand, before)}，主要是项目支出变动。",
        "二、收入决算情况说明",
        f"{y}年度收入合计{p.wan(d.total)}，其中：财政拨款收入{p.wan(d.total)}，占100%；其他收入0万元，占0%。",
        "三、支出决算情况说明",
        f"{y}年度支出合计{p.wan(d.total)}，其中：基本支出{p.wan(d.basic)}，占{p.percent(d.basic, d.total)}；项目支出{p.wan(d.total - d.basic)}，占{p.percent(d.total - d.basic, d.total)}。",
        "四、财政拨款支出决算情况说明",
        f"{y}年度财政拨款支出{p.wan(d.total)}，占本年支出合计的100%。",
        f"{y}年度财政拨款支出年初预算数为{p.wan(sum(d.plan.values()))}，支出决算数为{p.wan(d.total)}，完成年初预算的{p.percent(d.total, sum(d.plan.values()))}。",
        "财政拨款支出主要用于以下方面："
        + "；".join(
            f"{NAMES[c]}{p.wan(sum(d.of(c)))}，占{p.percent(sum(d.of(c)), d.total)}"
            for c in d.classes
        )
        + "。",
    ]
    for n, (top, group, item, now, plan) in enumerate(_items(p), 1):
        said.append(
            f"{n}.{top}（类）{group}（款）{item}（项）。年初预算为{p.wan(plan)}，支出决算为{p.wan(now)}，完成年初预算的{p.percent(now, plan)}。"
        )
    said += [
        "五、一般公共预算财政拨款基本支出决算情况说明",
        f"{y}年度一般公共预算财政拨款基本支出{p.wan(d.basic)}，其中：人员经费{p.wan(d.staff)}，主要包括{_uses(p, STAFF)}等；公用经费{p.wan(d.basic - d.staff)}，主要包括{_uses(p, RUNNING)}等。",
        "六、“三公”经费支出决算情况说明",
        f"{y}年度“三公”经费支出决算为{p.wan(whole)}，{moved(whole, sum(old))}。",
        f"因公出国（境）费支出决算{p.wan(d.sangong[0])}，占{p.percent(d.sangong[0], whole)}；公务用车购置及运行维护费支出决算{p.wan(cars)}，占{p.percent(cars, whole)}；公务接待费支出决算{p.wan(d.sangong[3])}，占{p.percent(d.sangong[3], whole)}。",
        f"1.因公出国（境）支出{p.wan(d.sangong[0])}。{moved(d.sangong[0], old[0])}。",
        f"2.公务用车购置及运行维护费支出{p.wan(cars)}。其中：公务用车购置支出{p.wan(d.sangong[1])}，公务用车运行维护费支出{p.wan(d.sangong[2])}。",
        f"3.公务接待费支出{p.wan(d.sangong[3])}，{moved(d.sangong[3], old[3])}，主要是接待批次变动。",
        "七、其他重要事项的情况说明",
        f"（一）{y}年度机关运行经费支出{p.wan(d.basic - d.staff)}。",
        f"（二）{y}年度政府采购支出总额{p.wan(sum(d.bought))}，其中：政府采购货物支出{p.wan(d.bought[0])}、政府采购工程支出{p.wan(d.bought[1])}、政府采购服务支出{p.wan(d.bought[2])}。",
        f"（三）截至{y}年12月31日，本部门共有车辆3辆。",
        "（四）绩效评价结果良好。本年度无政府性基金预算和国有资本经营预算财政拨款收支。",
    ]
    return said


_NAMES = {
    "department": (
        "overall",
        "income",
        "expense",
        "fiscal",
        "general",
        "basic",
        "sangong",
        "fund",
        "capital",
    ),
}


def _titles(*titles: str) -> dict[str, str]:
    return dict(zip(_NAMES["department"], titles, strict=True))


LAYOUTS = (
    Layout(
        "沪式决算", True,
        _titles("收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "一般公共预算财政拨款支出决算表", "一般公共预算财政拨款基本支出决算表", "财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款收入支出决算表", "国有资本经营预算财政拨款收入支出决算表"),
        eastern_accounts, total_first=False,
    ),
    Layout(
        "公开表决算", True,
        _titles("收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "一般公共预算财政拨款支出决算表", "一般公共预算财政拨款基本支出决算明细表", "财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款收入支出决算表", "国有资本经营预算财政拨款支出决算表"),
        inland_accounts, code="split", zeros="0.00", numbered="公开{n:02}表", numbering=True, caption="公开部门：{unit}",
    ),
    Layout(
        "苏式预算", False,
        _titles("收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表", "一般公共预算“三公”经费、会议费、培训费支出预算表", "政府性基金预算支出表", "国有资本经营预算支出预算表"),
        river_budget, numbered="公开{n:02}表",
    ),
    Layout(
        "元为单位的预算", False,
        _titles("部门财务收支预算总表", "部门收入预算总表", "部门支出预算总表", "部门财政拨款收支预算总表", "部门一般公共预算支出功能分类预算表", "部门一般公共预算基本支出部门预算经济分类预算表", "部门“三公”经费预算表", "部门政府性基金预算支出功能分类预算表", "部门国有资本经营预算支出功能分类预算表"),
        inland_budget, yuan=True, code="split", total_first=False, caption="编制部门：{unit}",
    ),
    Layout(
        "情况表预算", False,
        _titles("收支总体情况表", "收入总体情况表", "支出总体情况表", "财政拨款收支总体情况表", "一般公共预算支出情况表（按功能分类科目）", "一般公共预算基本支出情况表（按支出经济分类科目）", "一般公共预算安排的“三公”经费预算表", "政府性基金预算支出情况表", "国有资本经营预算支出情况表"),
        inland_budget, sangong="rows", zeros="0.00", commas=False, caption="单位名称：{unit}", numbered="表{n}",
    ),
    Layout(
        "综合预算", False,
        _titles("部门综合预算收支总表", "部门综合预算收入总表", "部门综合预算支出总表", "部门综合预算财政拨款收支总表", "部门综合预算一般公共预算支出明细表（按支出功能分类科目）", "部门综合预算一般公共预算基本支出明细表（按支出经济分类科目）", "部门综合预算“三公”经费支出预算表", "部门综合预算政府性基金收支表", "部门综合预算国有资本经营支出表"),
        inland_budget, numbered="表{n}", sangong="rows",
    ),
    Layout(
        "附表决算", True,
        _titles("附表1：收入支出决算总表", "附表2：收入决算表", "附表3：支出决算表", "附表4：财政拨款收入支出决算总表", "附表5：一般公共预算财政拨款支出决算表", "附表6：一般公共预算财政拨款基本支出决算表", "附表7：一般公共预算财政拨款“三公”经费支出决算表", "附表8：政府性基金预算财政拨款收入支出决算表", "附表9：国有资本经营预算财政拨款支出决算表"),
        inland_accounts, sangong="rows", zeros="0", numbering=True,
    ),
)  # fmt: skip


def printed(layout: Layout, seed: int) -> Printer:
    """One right document."""
    return Printer(figures(Random(seed), accounts=layout.accounts), layout)
