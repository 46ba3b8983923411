"""When a budget was approved or replied to, from which its twenty days count."""

import re
from dataclasses import dataclass
from datetime import date

from crawlers.reading.dates import dates_in
from crawlers.subjects.budget.book import Sort


@dataclass(frozen=True, slots=True)
class Approval:
    on: date
    quote: str


def approval(text: str, sort: Sort, year: int) -> Approval | None:
    """When the congress approved a government's document, or the finance office replied to that
    of a department: the latest day said of this year's document; None when the text gives none.
    """
    verbs = r"批准|审议通过|审查通过|表决通过|通过了" if sort.government else r"批复"
    subject = r"决算" if sort.accounts else r"预算"
    first, last = date(year - 1, 9, 1), date(year, 12, 31)
    if sort.accounts:
        first, last = date(year + 1, 1, 1), date(year + 2, 6, 30)
    found: list[Approval] = []
    for sentence in re.split(r"[。；;\n]", text):
        if not re.search(verbs, sentence):
            continue
        label = re.search(rf"(?:{verbs})(?:日期|时间)", sentence)
        if not label and not re.search(subject, sentence):
            continue
        for at, day in dates_in(sentence):
            verb = re.search(verbs, sentence[at:])
            near = label or (verb and verb.start() <= 60)
            if near and first <= day <= last:
                found.append(Approval(day, " ".join(sentence.split())[:80]))
    return max(found, key=lambda a: a.on, default=None)
