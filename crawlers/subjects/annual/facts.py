"""Deadlines and limits for annual reports, as data: data/annual_report.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

import data

FACTS_FILE = Path(data.__file__).with_name("annual_report.yaml")


class FactsError(ValueError):
    """A file of facts that cannot be used; the message is a Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Deadlines by month and day. Shares are 0-1, ratios are of two figures."""

    due: Mapping[str, tuple[int, int]]  # by kind of unit
    due_before: tuple[int, int]  # of all units, in reports for
    until: int  # this year and earlier ones
    above: float  # this year's figure is more than so many times last year's,
    below: float  # or less than this share of it: worth a look
    least: int  # figures both below this are too small to be compared
    unit_ratio: float  # fees differ by that much: 元 was taken for 万元
    share: float  # of the words that another report has too: a copy is suspected
    shingle: int  # characters compared at a time
    fewest: int  # shingles a report needs to be compared


def load_facts(path: Path = FACTS_FILE) -> Facts:
    """Read and check a file of facts. Raises FactsError naming file and entry."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        due = {
            str(kind): month_and_day(str(row["due"]))
            for row in raw["deadlines"]
            for kind in row["kinds"]
        }
        ratio, likeness = raw["ratio"], raw["likeness"]
        facts = Facts(
            due,
            month_and_day(str(raw["before"]["due"])),
            int(raw["before"]["until"]),
            float(ratio["above"]),
            float(ratio["below"]),
            int(ratio["least"]),
            float(raw["unit_ratio"]),
            float(likeness["share"]),
            int(likeness["shingle"]),
            int(likeness["least"]),
        )
    except OSError as error:
        raise FactsError(f"读不到 {path.name}，请确认它与程序一起安装") from error
    except yaml.YAMLError as error:
        raise FactsError(f"{path.name} 不是有效的 YAML：{error}；请改正后重试") from error
    except (KeyError, TypeError, ValueError) as error:
        raise FactsError(f"{path.name} 缺少或写错了一项（{error}）；请对照原文件改正") from error
    if not (0 < facts.below < 1 < facts.above and 0 < facts.share <= 1 and facts.shingle > 0):
        raise FactsError(f"{path.name} 的 ratio 或 likeness 超出范围；请对照原文件改正")
    return facts


@cache
def known_facts() -> Facts:
    """The facts that come with the program, read once."""
    return load_facts()


def month_and_day(text: str) -> tuple[int, int]:
    """01-31 as (1, 31). Raises ValueError for anything that is no day of every year."""
    day = date.fromisoformat(f"2023-{text}")
    return day.month, day.day
