"""How well the checks proposed for tasks fit data/tasks/notices.tsv, whole notices left out.

`python -m tests.notice_matches` fits the weights of scoring/notice/matching.py again and prints
precision and recall by threshold.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from data.check_words import in_notices
from data.task_checks import NOTICES, names_of_checks, task_checks
from scoring.notice.compiling import compiled
from scoring.notice.matching import Described, Matcher, showing

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
_DIGITS = "一二三四五六七八九"
_ASSURANCE = 3  # the section 保障措施
_PARTS = {"管服": 0, "公开": 1}  # of the notice that brings two documents


def labelled(notice):
    """Tasks of a published notice, each with the checks that are known to tell of it."""
    (path,) = SEEDS.glob(f"{notice}*")
    tasks = compiled(path.read_text(encoding="utf-8")).tasks
    parts = list(dict.fromkeys(task.part for task in tasks))
    known = [(task, set()) for task in tasks]
    for row in task_checks():
        if row.notice == notice:
            _meant(row.task, known, parts).update(row.checks)
    return known


def _meant(said, known, parts):
    """The checks of the task that a label such as 公开-3 or 三(一)-3 means."""
    part = said.partition("-")[0]
    wanted = _numbers(said)[-1:] if part in {*_PARTS, "保障"} else _numbers(said)
    fits = []
    for task, of in known:
        numbers = _numbers(task.number)
        if part in _PARTS and parts.index(task.part) != _PARTS[part]:
            continue
        if part == "保障" and numbers[0] != _ASSURANCE:
            continue
        if numbers == wanted or (numbers[-1:] == wanted and said[0] not in _DIGITS):
            fits.append((task.number, of))
    if len(fits) > 1:  # numbered through: the other is one of a section that counts anew
        fits = [each for each in fits if each[0][-1].isdigit()]
    ((_, of),) = fits
    return of


def _numbers(said):
    found = []
    for number in re.findall(r"[一二三四五六七八九十]+|\d+", said):
        if number.isdigit():
            found.append(int(number))
            continue
        tens, ten, ones = number.rpartition("十")
        value = (_DIGITS.index(tens) + 1 if tens else 1) * 10 if ten else 0
        found.append(value + (_DIGITS.index(ones) + 1 if ones else 0))
    return found


def matcher(without=""):
    """The checks as the command knows them, what one notice's labels taught left out."""
    names = names_of_checks()
    return Matcher(
        tuple(
            Described(
                each.check,
                each.title,
                each.words,
                tuple(name for notice, name in names.get(each.check, ()) if notice != without),
            )
            for each in in_notices()
        )
    )


def data():
    """Of every notice and task: the features of all checks, which are right, how much is shown."""
    found = {}
    for notice in NOTICES:
        matching = matcher(notice)
        names = [check.name for check in matching.checks]
        found[notice] = [
            (
                np.array(matching.features(task)),
                np.array([name in right for name in names]),
                showing(task),
            )
            for task, right in labelled(notice)
        ]
    return found


def ranking(tasks):
    line = LogisticRegression(C=10, max_iter=3000)
    line.fit(
        np.vstack([features for features, _, _ in tasks]),
        np.concatenate([right for _, right, _ in tasks]),
    )
    return np.append(line.coef_[0], line.intercept_[0])


def best(tasks, line):
    """Of every task: what its best check is known by, whether that is right, whether any is."""
    for features, right, shown in tasks:
        ranks = features @ line[:3] + line[3]
        at = ranks.argmax()
        yield (ranks[at], features[at][0] > 0, shown), right[at], right.any()


def out_of(found, notices):
    """`best` of every task of some notices, each ranked by what the others taught."""
    for notice in notices:
        others = [task for other in notices if other != notice for task in found[other]]
        yield from best(found[notice], ranking(others))


def sureness(ranked):
    line = LogisticRegression(C=1, max_iter=3000)
    line.fit(np.array([known for known, _, _ in ranked], float), [right for _, right, _ in ranked])
    return line


def measured(found):
    """Confidence, right, any right: of every task, its notice left out of both lines."""
    for notice in found:
        others = [other for other in found if other != notice]
        line = sureness(list(out_of(found, others)))
        tasks = [task for other in others for task in found[other]]
        for known, right, any_right in best(found[notice], ranking(tasks)):
            yield line.predict_proba(np.array([known], float))[0, 1], right, any_right


def precision_and_recall(results, threshold):
    proposed = [right for sure, right, _ in results if sure >= threshold]
    return sum(proposed) / len(proposed), sum(proposed) / sum(known for *_, known in results)


def main() -> Iterator[str]:
    found = data()
    yield f"rank: {ranking([task for tasks in found.values() for task in tasks])}"
    line = sureness(list(out_of(found, list(found))))
    yield f"confidence: {line.coef_[0]} {line.intercept_}"
    results = list(measured(found))
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        precision, recall = precision_and_recall(results, threshold)
        shown = [sure for sure, _, _ in results if sure >= threshold]
        yield (
            f"from {threshold}: {len(shown)} proposals, precision {precision:.2f}, "
            f"recall {recall:.2f}, mean confidence {sum(shown) / len(shown):.2f}"
        )


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in main())
