"""政府信息公开工作年度报告: six parts, tables 2 to 4 of the national form, identities kept."""

from dataclasses import dataclass
from datetime import date

from data.demo.content.model import Article, Body, Cell, Row, Table

# Rows of table 3 with a number: group label (spans its rows) and label. Order of the 2021 form.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("（一）予以公开", ("",)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ("",)),
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    (
        "（四）无法提供",
        (
            "1.本机关不掌握相关政府信息",
            "2.没有现成信息需要另行制作",
            "3.补正后申请内容仍不明确",
        ),
    ),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
)
_OTHERS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a year's report counts. Applications come from people and companies only."""

    year: int
    new: tuple[int, int]  # people, companies
    carried: tuple[int, int]  # from the year before
    given: tuple[int, int]  # 予以公开
    partly: tuple[int, int]
    unknown: tuple[int, int]  # 本机关不掌握
    left: tuple[int, int]  # to the next year
    made: int  # normative documents of the year
    valid: int
    licences: int
    penalties: int
    review: tuple[int, int, int, int]  # 维持, 纠正, 其他, 未结
    suits: tuple[int, int, int, int]  # 未经复议直接起诉

    @property
    def handled(self) -> tuple[int, int]:
        people, companies = zip(self.given, self.partly, self.unknown, strict=True)
        return sum(people), sum(companies)


def annual_reports(body: Body) -> tuple[Article, ...]:
    """The report of 2022 and the one before, whose carried-over figures meet."""
    month = 3 if body.kind == "county" else 1
    now, before = figures(body)
    return (
        _report(body, now, date(2023, month, 17 + body.seed % 10)),
        _report(body, before, date(2022, month, 17 + body.seed % 10)),
    )


def figures(body: Body) -> tuple[Figures, Figures]:
    """Figures of 2022 and of 2021."""
    people = 9 + body.seed % 7
    now = Figures(
        2022, (people, 2), (1, 0), (people - 3, 1), (1, 1), (2, 0), (1, 0), 1, 1,
        40 + body.seed * 3, 6 + body.seed % 5, (1, 0, 0, 0), (0, 0, 0, 0),
    )  # fmt: skip
    before = Figures(
        2021, (people - 1, 1), (0, 0), (people - 4, 1), (1, 0), (1, 0), (1, 0), 0, 0,
        35 + body.seed * 3, 5 + body.seed % 5, (0, 0, 0, 0), (0, 0, 0, 0),
    )  # fmt: skip
    return now, before


def _report(body: Body, f: Figures, on: date) -> Article:
    new, carried, done, left = sum(f.new), sum(f.carried), sum(f.handled), sum(f.left)
    fees = "本年度未收取信息处理费。"
    published = 180 + body.seed * 4 + f.year % 10
    return Article(
        f"report-{f.year}",
        f"{body.organ}{f.year}年政府信息公开工作年度报告",
        on,
        (
            "根据《中华人民共和国政府信息公开条例》规定，现公布本机关"
            f"{f.year}年政府信息公开工作年度报告。数据统计期限为{f.year}年1月1日至12月31日。",
            "一、总体情况",
            f"（一）主动公开。全年主动公开政府信息{published}条，及时公开机构职能、财政信息和"
            f"{body.subjects[0]}等重点领域信息，制发行政规范性文件{f.made}件。",
            f"（二）依申请公开。全年新收政府信息公开申请{new}件，上年结转{carried}件，"
            f"办结{done}件，结转下年度继续办理{left}件。",
            "（三）政府信息管理。严格执行公开审查制度，规范公文公开属性的认定。",
            "（四）平台建设。优化网站栏目设置，公开内容可以检索、查阅和下载。",
            "（五）监督保障。把工作要点落实情况纳入年度考核，组织业务培训2次。",
            "二、主动公开政府信息情况",
            _table2(f),
            "三、收到和处理政府信息公开申请情况",
            _table3(f),
            "四、政府信息公开行政复议、行政诉讼情况",
            f"全年因政府信息公开申请行政复议{sum(f.review)}件，提起行政诉讼{sum(f.suits)}件。",
            _table4(f),
            "五、存在的主要问题及改进情况",
            f"存在的问题：{body.subjects[1]}方面的公开内容还不够细，政策解读形式较为单一。",
            "改进情况：对照目录逐项补充内容，增加图解、问答等解读形式，定期自查栏目更新。",
            "六、其他需要报告的事项",
            f"收取信息处理费情况：{fees}",
        ),
    )


def _table2(f: Figures) -> Table:
    def item(name: str) -> Row:
        return (Cell(name, columns=4),)

    return Table(
        "主动公开政府信息情况",
        (
            item("第二十条第（一）项"),
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", "0", "0", "0"),
            ("行政规范性文件", str(f.made), "0", str(f.valid)),
            item("第二十条第（五）项"),
            ("信息内容", Cell("本年处理决定数量", columns=3)),
            ("行政许可", Cell(str(f.licences), columns=3)),
            item("第二十条第（六）项"),
            ("信息内容", Cell("本年处理决定数量", columns=3)),
            ("行政处罚", Cell(str(f.penalties), columns=3)),
            ("行政强制", Cell("0", columns=3)),
            item("第二十条第（八）项"),
            ("信息内容", Cell("本年收费金额（单位：万元）", columns=3)),
            ("行政事业性收费", Cell("0", columns=3)),
        ),
    )


def _counts(people: int, companies: int) -> tuple[str, ...]:
    """Seven cells: people, five kinds of organisation, total."""
    return (str(people), str(companies), "0", "0", "0", "0", str(people + companies))


def _table3(f: Figures) -> Table:
    numbers = {
        "（一）予以公开": f.given,
        _GROUPS[1][0]: f.partly,
        "1.本机关不掌握相关政府信息": f.unknown,
    }
    rows: list[Row] = [
        (
            Cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            Cell("申请人情况", columns=7),
        ),
        (Cell("自然人", 2), Cell("法人或其他组织", columns=5), Cell("总计", 2)),
        _OTHERS,
        (Cell("一、本年新收政府信息公开申请数量", columns=3), *_counts(*f.new)),
        (Cell("二、上年结转政府信息公开申请数量", columns=3), *_counts(*f.carried)),
    ]
    lines = sum(len(labels) for _, labels in _GROUPS) + 1
    first: tuple[Cell, ...] = (Cell("三、本年度办理结果", lines),)
    for group, labels in _GROUPS:
        for number, label in enumerate(labels):
            counts = _counts(*numbers.get(label or group, (0, 0)))
            if not label:
                rows.append((*first, Cell(group, columns=2), *counts))
            elif number == 0:
                rows.append((*first, Cell(group, len(labels)), label, *counts))
            else:
                rows.append((label, *counts))
            first = ()
    rows.append((Cell("（七）总计", columns=2), *_counts(*f.handled)))
    rows.append((Cell("四、结转下年度继续办理", columns=3), *_counts(*f.left)))
    return Table("收到和处理政府信息公开申请情况", tuple(rows))


def _table4(f: Figures) -> Table:
    block = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    nothing = (0, 0, 0, 0)
    cells = (
        str(value) for counts in (f.review, f.suits, nothing) for value in (*counts, sum(counts))
    )
    return Table(
        "政府信息公开行政复议、行政诉讼情况",
        (
            (Cell("行政复议", columns=5), Cell("行政诉讼", columns=10)),
            (
                *(Cell(name, 2) for name in block),
                Cell("未经复议直接起诉", columns=5),
                Cell("复议后起诉", columns=5),
            ),
            (*block, *block),
            tuple(cells),
        ),
    )
