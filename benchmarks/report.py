"""Measurements to Markdown. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measure import Run


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio that issue 3 asks for."""

    said: str
    one: str  # names of peers
    other: str
    of: Callable[[Run], float]
    least: float

    def value(self, runs: Mapping[str, Sequence[Run]]) -> float | None:
        """None while one of the two was not measured."""
        if self.one not in runs or self.other not in runs:
            return None
        return mid(runs[self.one], self.of) / mid(runs[self.other], self.of)


def pages_per_s(run: Run) -> float:
    return run.pages_per_s


def pages_per_cpu_s(run: Run) -> float:
    return 1000 / run.cpu_ms


FIGURES = (
    Figure("bare collect : Scrapy, pages/s", "ours_bare", "scrapy_default", pages_per_s, 20),
    Figure("bare collect : Crawlee, pages/s", "ours_bare", "crawlee_http", pages_per_s, 4),
    Figure("bare collect : `wget -r`, pages/s", "ours_bare", "wget", pages_per_s, 2),
    Figure("bare collect : bare loop, pages/s", "ours_bare", "bare_loop", pages_per_s, 0.75),
    Figure("full collect : Scrapy, pages/CPU s", "ours_full", "scrapy_default", pages_per_cpu_s, 8),
    Figure("full collect : Crawlee, pages/CPU s", "ours_full", "crawlee_http", pages_per_cpu_s, 2),
    Figure("2 processes : 1, full, pages/s", "ours_full_twice", "ours_full", pages_per_s, 1.6),
)


def mid(runs: Sequence[Run], of: Callable[[Run], float]) -> float:
    return median(of(run) for run in runs)


def table(runs: Mapping[str, Sequence[Run]], titles: Mapping[str, str]) -> str:
    """One line a crawler: medians, and whether every run did what it should."""
    lines = [
        "| crawler | pages | pages/s | CPU ms/page | pages/CPU s | peak MB | each page once "
        "| title, date, meta |",
        "|---|--:|--:|--:|--:|--:|---|---|",
    ]
    for name, mine in runs.items():
        read = "none" if not any(run.rows for run in mine) else _said(all(r.right for r in mine))
        lines.append(
            f"| {titles[name]} | {mine[0].pages:,} | {mid(mine, pages_per_s):,.0f} "
            f"| {mid(mine, lambda run: run.cpu_ms):.2f} | {mid(mine, pages_per_cpu_s):,.0f} "
            f"| {max(run.cost.peak_mb for run in mine):.0f} "
            f"| {_said(not any(run.missed for run in mine))} | {read} |"
        )
    return "\n".join(lines)


def ratios(runs: Mapping[str, Sequence[Run]]) -> str:
    """The figures asked for, those that could be measured."""
    lines = ["| figure | measured | asked | met |", "|---|--:|--:|---|"]
    for figure in FIGURES:
        value = figure.value(runs)
        if value is not None:
            met = _said(value >= figure.least)
            lines.append(f"| {figure.said} | {value:.2f} | ≥ {figure.least:g} | {met} |")
    return "\n".join(lines)


def memory(peaks: Mapping[str, tuple[float, float]], pages: tuple[int, int]) -> str:
    """Peaks of a small and a large crawl, in MB."""
    few, many = pages
    lines = [
        f"| crawler | MB at {few:,} pages | MB at {many:,} pages | ratio | < 200 MB | ≤ 1.3 |",
        "|---|--:|--:|--:|---|---|",
    ]
    for title, (small, large) in peaks.items():
        grown = large / small
        lines.append(
            f"| {title} | {small:.0f} | {large:.0f} | {grown:.2f} "
            f"| {_said(small < 200)} | {_said(grown <= 1.3)} |"
        )
    return "\n".join(lines)


def shares(parts: Mapping[str, float]) -> str:
    """Where the time went; `parts` are shares of 1."""
    lines = [f"| {part} | {share:.1%} |" for part, share in parts.items()]
    return "\n".join(["| where | share of CPU |", "|---|--:|", *lines])


def _said(good: bool) -> str:
    return "yes" if good else "**no**"
