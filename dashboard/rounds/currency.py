"""Results that are not of the last look: said where they are shown, refused where they count."""

from data.store import Store

_NAMED = 3  # units named one by one


def unchecked(store: Store, round_id: str) -> str:
    """Why the round's findings are not to be scored now, in Chinese; empty when they may be."""
    units = store.behind(round_id).unchecked
    if not units:
        return ""
    return (
        f"{_names(store, round_id, units)}最近一次采集之后还没有核查；"
        f"请先运行 {_check(round_id, units)}"
    )


def out_of_date(store: Store, round_id: str) -> str:
    """What the scores shown do not take in yet, in Chinese; empty when they are up to date."""
    found = store.behind(round_id)
    score = f"gkc score {round_id}"
    if found.unchecked:
        return (
            f"{_names(store, round_id, found.unchecked)}最近一次采集之后还没有核查，"
            f"下面还是原来的结果；要更新，请运行 {_check(round_id, found.unchecked)} 和 {score}，"
            "或在“轮次进程”里核查并计分"
        )
    if found.unscored:
        return (
            f"{_names(store, round_id, found.unscored)}在计分之后又核查过，得分和名次还是原来的；"
            f"要更新，请运行 {score}，或在“轮次进程”里计分"
        )
    return ""


def _check(round_id: str, units: list[str]) -> str:
    one = f" --unit {units[0]}" if len(units) == 1 else ""
    return f"gkc check {round_id}{one}"


def _names(store: Store, round_id: str, units: list[str]) -> str:
    names = {unit.id: unit.name for unit in store.round_units(round_id)}
    more = f" 等 {len(units)} 个单位" if len(units) > _NAMED else ""
    return "、".join(names[unit_id] for unit_id in units[:_NAMED]) + more
