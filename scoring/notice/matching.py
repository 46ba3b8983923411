"""Which check tells best of a task, and how sure that is. Pure.

Two things speak for a check: words that notices use for what it looks for, and TF-IDF likeness of
the task to the check's title. Two kinds of words say nothing: those of the acts that a task is
grounded on (“根据《政府网站发展指引》”), and those of what the whole notice is about, unless the
task's own heading says them again. A line through both ranks the checks; a second one turns the
best rank, whether the heading says it, and how much of the task is about showing something, into a
confidence. Own arithmetic, the same as scikit-learn's TfidfVectorizer with sublinear counts: that
library takes two seconds to load, and a notice is read in a tenth of one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, log1p, sqrt

from scoring.notice.tasks import Task
from scoring.notice.text import Quoted, inside

# Fitted on data/tasks/notices.tsv by `python -m tests.notice_matches`, which leaves whole notices
# out to measure: docs/method.md.
HEADED, SAID, ALIKE, OFFSET = 0.30, 2.08, 15.2, -5.85
RANK, IN_HEADING, SHOWN, CONSTANT = 0.55, 0.75, 0.94, -1.67
THRESHOLD = 0.5  # below it a task gets no check: precision counts for more than recall
_MOST_HEADED = 2
_HEADING_COUNTS = 3  # times, beside the text
_GROUND = re.compile(
    r"(?:根据|按照|依据|依照|对照|遵照|贯彻|落实|执行|学习)[^,;。]{0,6}《[^》]*》[^,;。]*"
)
# Words of showing something to the public; 政务公开 and 政府信息公开 are names of the work itself.
_SHOWING = re.compile(
    r"(?<!政务)(?<!信息)(?<!政府)公开(?!工作|办|申请|条例)|公布|公示|发布|公告|上网|清单|目录|专栏|"
    r"栏目|网站|解读"
)


@dataclass(frozen=True, slots=True)
class Described:
    """A check by what it is recognised by."""

    name: str
    title: str
    words: tuple[str, ...]  # regular expressions
    also: tuple[str, ...] = ()  # names of tasks that it is known to tell of


@dataclass(frozen=True, slots=True)
class Match:
    """A check that may tell of a task."""

    check: str
    title: str
    confidence: float  # 0-1: the share of such proposals that are right
    said: tuple[Quoted, ...]  # the words of the task that speak for it


@dataclass(frozen=True, slots=True)
class _Words:
    """A pattern, and what must stand in a text that it matches: most texts are done with that."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...]

    def times(self, text: str) -> int:
        if any(need not in text for need in self.needs):
            return 0
        return sum(1 for _ in self.pattern.finditer(text))


def _words(pattern: str) -> _Words:
    """Runs of plain characters outside every group are needed; one made optional is not."""
    needs: list[str] = []
    run, depth = "", 0
    for at, character in enumerate(pattern):
        depth += (character in "([{") - (character in ")]}")
        depth += character == "\\"  # an escape is not read: nothing behind it is needed
        optional = pattern[at + 1 : at + 2] in {"?", "*", "{"}
        if depth or optional or not character.isalnum():
            needs, run = [*needs, run], ""
        else:
            run += character
    needs = [need for need in (*needs, run) if need]
    return _Words(
        re.compile(pattern), () if "|" in re.sub(r"\([^()]*\)", "", pattern) else tuple(needs)
    )


@dataclass(frozen=True)
class Matcher:
    """Checks made ready for many tasks."""

    checks: tuple[Described, ...]

    @cached_property
    def _patterns(self) -> tuple[tuple[_Words, ...], ...]:
        return tuple(tuple(map(_words, check.words)) for check in self.checks)

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        seen = Counter(gram for grams in self._counts for gram in grams)
        return {gram: log((1 + len(self.checks)) / (1 + n)) + 1 for gram, n in seen.items()}

    @cached_property
    def _counts(self) -> tuple[Counter[str], ...]:
        return tuple(
            _grams(" ".join((check.title, check.title, *check.also, *check.also)))
            for check in self.checks
        )

    @cached_property
    def _holders(self) -> Mapping[str, Sequence[tuple[int, float]]]:
        """Gram -> checks whose description holds it, and its weight there."""
        holders: dict[str, list[tuple[int, float]]] = {}
        for at, counts in enumerate(self._counts):
            for gram, weight in self._weighed(counts).items():
                holders.setdefault(gram, []).append((at, weight))
        return holders

    def _weighed(self, counts: Counter[str]) -> dict[str, float]:
        weights = {
            gram: (1 + log(n)) * self._rarity[gram]
            for gram, n in counts.items()
            if gram in self._rarity
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    def features(self, task: Task) -> list[tuple[float, float, float]]:
        """Of every check: words in the heading (0-2), words in the text, likeness 0-1."""
        alike = [0.0] * len(self.checks)
        grams = _grams(task.heading.text * _HEADING_COUNTS + ungrounded(task.text.text))
        for gram, weight in self._weighed(grams).items():
            for at, there in self._holders[gram]:
                alike[at] += weight * there
        found, text, heading = [], ungrounded(task.text.text), ungrounded(task.heading.text)
        for patterns, likeness in zip(self._patterns, alike, strict=True):
            said = headed = 0.0
            for words in patterns:
                if not (count := words.times(text)):
                    continue
                if words.times(heading):
                    headed += 1
                elif words.times(task.part):
                    continue  # said of every task of this notice
                said += log1p(count)
            found.append((min(headed, _MOST_HEADED), said, likeness))
        return found

    def matches(self, task: Task, raw: str = "", most: int = 3) -> tuple[Match, ...]:
        """The checks that tell most likely of a task, best first.

        Only the first has a measured confidence; of the others it says how they compare.

        Args:
            raw: the notice as handed in, to point at the words; without it nothing is pointed at.
        """
        ranks = [
            (HEADED * headed + SAID * said + ALIKE * likeness + OFFSET, at, headed > 0)
            for at, (headed, said, likeness) in enumerate(self.features(task))
        ]
        best = sorted(ranks, key=lambda each: (-each[0], each[1]))[:most]
        shown = showing(task)
        return tuple(
            Match(
                self.checks[at].name,
                self.checks[at].title,
                round(confidence(rank, in_heading, shown), 2),
                tuple(self._said(at, task, raw)) if raw else (),
            )
            for rank, at, in_heading in best
            if rank > OFFSET
        )

    def _said(self, at: int, task: Task, raw: str) -> Iterable[Quoted]:
        text = ungrounded(task.text.text)
        for words in self._patterns[at]:
            if found := words.pattern.search(text):
                yield inside(raw, task.text, found.start(), found.end())


def confidence(rank: float, in_heading: bool, shown: float) -> float:
    """The share, 0-1, of such best checks that are right.

    Args:
        in_heading: whether the heading says words of the check.
        shown: see `showing`.
    """
    return 1 / (1 + exp(-(RANK * rank + IN_HEADING * in_heading + SHOWN * shown + CONSTANT)))


def showing(task: Task) -> float:
    """How much a task is about showing something: log(1 + words of it)."""
    return log1p(sum(1 for _ in _SHOWING.finditer(ungrounded(task.text.text))))


def ungrounded(text: str) -> str:
    """`text` without the clauses that name what it is grounded on, as long as before."""
    return _GROUND.sub(lambda found: "\n" * len(found.group()), text)


def _grams(words: str) -> Counter[str]:
    """Pairs and triples of characters."""
    words = re.sub(r"\s+", " ", words.lower())
    return Counter(words[at : at + n] for n in (2, 3) for at in range(len(words) - n + 1))
