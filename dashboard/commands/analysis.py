"""What a ranking is worth: firm places, indicators as measures, like units, fair to every site."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import CommandError, FormatOption, RoundId, open_store
from dashboard.commands.scored import Scored, read_scored
from dashboard.figures.families import hosts
from dashboard.wording.printing import Format, emit, number, points, say
from data.sheets import SheetError, read_sheet
from data.types import Unit

app = typer.Typer()

Row = dict[str, object]


@app.command("firmness")
def firmness_command(
    round_id: RoundId,
    draws: Annotated[int, typer.Option("--draws", min=1, help="抽取多少次权重")] = 1000,
    spread: Annotated[
        float, typer.Option("--spread", min=0, max=1, help="每个权重上下浮动的比例")
    ] = 0.25,
    seed: Annotated[int, typer.Option("--seed", min=0, help="随机种子，相同则结果相同")] = 1,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """名次牢不牢：权重在合理范围内浮动一千次，各单位的名次怎么变，哪些单位分不出先后。

    每个指标的权重独立地在公布值的 75% 到 125% 之间随机抽取。最好、最差是 5% 和 95% 分位的名次；
    同一并列组的单位，先后取决于权重，不宜当作有差距。各组分开计算。

    \b
    示例：
        gkc firmness 2023-q4
        gkc firmness 2023-q4 --spread 0.1 --format csv
    """
    from scoring.robustness import firmness

    with open_store() as store:
        scored = read_scored(store, round_id)
    rows: list[Row] = []
    for group, members in scored.large_enough(2, "稳健性分析").items():
        found = firmness(
            members,
            scored.scheme.total,
            draws=draws,
            spread=spread,
            seed=seed,
            ties=scored.scheme.ties,
        )
        for each in found:
            value = scored.scores[each.unit_id].value
            rows.append(
                {
                    "group": group,
                    "place": each.place,
                    "unit_id": each.unit_id,
                    "unit": scored.units[each.unit_id].name,
                    "value": number(value) if fmt is Format.JSON else points(value),
                    "best": each.best,
                    "worst": each.worst,
                    "held": _share(each.held, fmt),
                    "tie": each.tie,
                }
            )
    columns = {"group": "组别", "place": "名次", "unit": "单位", "value": "得分", "best": "最好",
               "worst": "最差", "held": "名次不变", "tie": "并列组"}  # fmt: skip
    emit(rows, columns, fmt, f"{scored.name} 名次稳健性")


@app.command("items")
def items_command(round_id: RoundId, fmt: FormatOption = Format.TABLE) -> None:
    """指标好不好用：每个指标的难度、区分度、与其余得分的相关，供修订指标体系参考。

    难度是平均得分率：100% 为人人得满分。区分度是其余得分前 27% 与后 27% 单位的得分率之差。
    相关为负的指标，好单位反而容易失分，宜检查。可评判的单位不足 5 个的，不给区分度和相关。

    \b
    示例：
        gkc items 2023-q4 --format csv > 指标分析.csv
    """
    from scoring.items import FEWEST, item_statistics

    with open_store() as store:
        scored = read_scored(store, round_id)
    leaves = {leaf.id: leaf for leaf in scored.scheme.leaves()}
    rows: list[Row] = []
    for group, members in scored.large_enough(FEWEST, "指标分析").items():
        found = {item.indicator_id: item for item in item_statistics(members)}
        rows += [
            {
                "group": group,
                "indicator_id": leaf.id,
                "code": leaf.code,
                "name": leaf.name,
                "judged": found[leaf.id].judged,
                "difficulty": _share(found[leaf.id].difficulty, fmt),
                "discrimination": _decimal(found[leaf.id].discrimination, fmt),
                "correlation": _decimal(found[leaf.id].correlation, fmt),
                "full": _share(found[leaf.id].full, fmt),
                "none": _share(found[leaf.id].none, fmt),
            }
            for leaf in leaves.values()
            if leaf.id in found
        ]
    columns = {"group": "组别", "code": "序号", "name": "指标", "judged": "可评判单位",
               "difficulty": "难度", "discrimination": "区分度", "correlation": "相关",
               "full": "满分单位", "none": "零分单位"}  # fmt: skip
    emit(rows, columns, fmt, f"{scored.name} 指标分析")


@app.command("profiles")
def profiles_command(round_id: RoundId, fmt: FormatOption = Format.TABLE) -> None:
    """哪些单位问题相似：按在各一级指标的失分情况把单位分成几类，便于分类指导。

    各组分开分类；不足 6 个单位，或单位之间没有明显的类别，就不分。

    \b
    示例：
        gkc profiles 2023-q4
    """
    from scoring.profiles import FEWEST, profiles

    with open_store() as store:
        scored = read_scored(store, round_id)
    nodes = {node.id: node.name for node in scored.scheme.nodes}
    rows: list[Row] = []
    for group, members in scored.large_enough(FEWEST, "分类").items():
        found = profiles(members, list(nodes))
        if not found:
            say(f"{group}：各单位的失分情况没有明显的类别，不分类")
        for n, profile in enumerate(found, start=1):
            lost = sorted(profile.losses.items(), key=lambda loss: -loss[1])
            names = [scored.units[id_].name for id_ in profile.unit_ids]
            row: Row = {"group": group, "profile": n, "size": len(names)}
            if fmt is Format.JSON:
                losses = {nodes[id_]: round(share, 4) for id_, share in lost}
                row |= {"unit_ids": list(profile.unit_ids), "units": names, "losses": losses}
            else:
                said = (f"{nodes[id_]} {share:.0%}" for id_, share in lost[:3] if share)
                row |= {"losses": "、".join(said) or "没有失分", "units": "、".join(names)}
            rows.append(row)
    columns = {"group": "组别", "profile": "类别", "size": "单位数", "losses": "失分最多的方面",
               "units": "单位"}  # fmt: skip
    emit(rows, columns, fmt, f"{scored.name} 失分类型")


@app.command("fairness")
def fairness_command(
    round_id: RoundId,
    families: Annotated[
        Path | None,
        typer.Option(
            "--families",
            help="各单位网站属于哪一类的 CSV，列为 单位,类别（如建站系统）；默认按网站主机分",
            metavar="文件",
        ),
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """评得公不公：哪一类网站看不清的内容特别多，看不清与得分低是不是连在一起。

    待核查不扣分，但难读的网站也可能藏住本可得分的内容。“偏多”是待核查比例比其他类高出 15
    个百分点以上，宜先补采、再人工核查，然后公布名次。各组分开计算，未列名次的单位也在内。

    \b
    示例：
        gkc fairness 2023-q4
        gkc fairness 2023-q4 --families 建站系统.csv
    """
    from dashboard.figures.measures import LINKED
    from scoring.fairness import families as by_family
    from scoring.fairness import together

    with open_store() as store:
        scored = read_scored(store, round_id)
    built = _families(families, scored) if families else hosts(scored.units.values())
    rows: list[Row] = []
    for group in dict.fromkeys(row.group for row in scored.ranked):
        members = [scored.scores[row.unit_id] for row in scored.ranked if row.group == group]
        linked = together(members)
        if linked is None:
            say(f"{group}：有得分的单位太少或完全一样，看不出待核查与得分的关系")
        else:
            low = "；越难看清的网站得分越低，请先补采再公布名次" if linked <= LINKED else ""
            say(f"{group}：待核查比例与得分的相关为 {linked:.2f}{low}")
        for family in by_family(members, built):
            row: Row = {"group": group, "family": family.name, "units": family.units,
                        "open": _share(family.open, fmt),
                        "value": _decimal(family.value, fmt),
                        "stands_out": family.stands_out}  # fmt: skip
            if fmt is Format.JSON:
                row["correlation"] = None if linked is None else round(linked, 4)
            else:
                row["stands_out"] = "偏多" if family.stands_out else ""
            rows.append(row)
    columns = {"group": "组别", "family": "网站类别", "units": "单位数", "open": "待核查比例",
               "value": "平均得分", "stands_out": "提示"}  # fmt: skip
    emit(rows, columns, fmt, f"{scored.name} 公平性")


def _families(path: Path, scored: Scored) -> dict[str, str]:
    """Family by unit id.

    Raises:
        CommandError: the file cannot be used: which row, and what to do.
    """
    units: dict[str, Unit] = {}
    for unit in scored.units.values():
        units |= dict.fromkeys((unit.id, unit.name, *unit.aliases), unit)
    found: dict[str, str] = {}
    try:
        for where, row in read_sheet(path, ("单位", "类别"), what="单位"):
            if row["单位"] not in units:
                raise CommandError(f"{where}：单位“{row['单位']}”不在本轮中；请核对编号或名称")
            if not row["类别"]:
                raise CommandError(f"{where}：类别没有填写；请填写，或删去这一行")
            found[units[row["单位"]].id] = row["类别"]
    except SheetError as error:
        raise CommandError(str(error)) from error
    return found


def _share(share: float | None, fmt: Format) -> object:
    if share is None:
        return None if fmt is Format.JSON else "—"
    return round(share, 4) if fmt is Format.JSON else f"{share:.0%}"


def _decimal(value: float | None, fmt: Format) -> object:
    if value is None:
        return None if fmt is Format.JSON else "—"
    return round(value, 4) if fmt is Format.JSON else f"{value:.2f}"
