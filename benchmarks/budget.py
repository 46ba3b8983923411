"""How well the budget rules agree with a careful reader, and how long a file takes.

`python -m benchmarks.budget FINDINGS.tsv FILES/`: one line a file on standard output, then what was
missed and what was reported though no reader found it.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from crawlers.accuracy.budget import Agreement, compared, read_labels
from crawlers.subjects.budget.issues import Issue
from crawlers.subjects.budget.opening import BudgetError, opened
from crawlers.subjects.budget.register import issues


class Files:
    """Issues of files by name, and the seconds each took."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.seconds: dict[str, float] = {}

    def issues(self, name: str) -> Sequence[Issue]:
        """What the rules find; nothing in a file that is no budget.

        Raises:
            LookupError: there is no such file.
        """
        path = next(self._folder.glob(f"{name}.*"), None)
        if path is None:
            raise LookupError(name)
        begun = time.perf_counter()
        try:
            found: Sequence[Issue] = issues(opened(path.name, path.read_bytes()))
        except BudgetError:
            found = ()
        self.seconds[name] = time.perf_counter() - begun
        return found


def main(labels: Path, folder: Path) -> None:
    files = Files(folder)
    agreements = compared(read_labels(labels), files.issues)
    lines = ["| file | A | B | traps | false | seconds |", "|---|---|---|---|---|---|"]
    lines += [_line(one, files.seconds[one.file]) for one in agreements]
    for one in agreements:
        lines += [f"{one.file} missed {x.grade}: {x.kind}: {x.finding}" for x in one.missed]
        lines += [f"{one.file} false: {x.kind} {x.pages}: {x.said} {x.found}" for x in one.false]
    sys.stdout.write("\n".join(lines) + "\n")


def _line(one: Agreement, seconds: float) -> str:
    a, b = ("/".join(map(str, one.count(grade))) for grade in "AB")
    return f"| {one.file} | {a} | {b} | {len(one.trapped)} | {len(one.false)} | {seconds:.1f} |"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
