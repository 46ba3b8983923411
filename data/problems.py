"""What is wrong with evidence, in sentences: what, where, what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.writer import RESTORE

# Evidence of what was first seen cannot be had again: a new look sees it later.
IRREPLACEABLE = "请从备份恢复到证据目录；首次看到时的存证重新采集也补不回来"
EXAMPLES = 3  # places named of those where the same is wrong


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with the evidence at one place."""

    what: str  # in Chinese, the same wherever it is so
    place: str  # an address, a file, or both
    remedy: str


def missing(name: str, place: str = "") -> Problem:
    """An evidence file is gone.

    Args:
        place: what is said of where; not given: its name.
    """
    return Problem("缺少证据文件", place or name, RESTORE)


def sentences(problems: Iterable[Problem]) -> list[str]:
    """One Chinese sentence for all that is wrong in the same way: what, where, what to do."""
    alike: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        alike.setdefault((problem.what, problem.remedy), []).append(problem.place)
    return [f"{what}{_places(places)}；{remedy}" for (what, remedy), places in alike.items()]


def _places(places: Sequence[str]) -> str:
    if len(places) == 1:
        return f"：{places[0]}"
    more = " 等" if len(places) > EXAMPLES else ""
    return f"，共 {len(places)} 处：{'、'.join(places[:EXAMPLES])}{more}"
