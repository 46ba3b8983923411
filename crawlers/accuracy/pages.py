"""How well page facts agree with labels made by hand: one score a field."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawlers.pages import facts, read_page
from crawlers.topics import Retopic, as_read
from data.card import Kind, Source, Subject, Tally
from data.types import Page

_COLUMNS = (
    "slug", "url", "kind", "title", "published_on", "doc_no", "issuer", "topic", "topic_alt",
    "subject_year", "attachments", "state",
)  # fmt: skip
_FIELDS = tuple(name for name in _COLUMNS if name not in {"slug", "url", "topic_alt"})


class LabelsError(ValueError):
    """Labels that cannot be used; the message is a Chinese sentence with file and row."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One page where the extraction and the label differ."""

    slug: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One judged page: its facts as read, and its label."""

    label: Mapping[str, str]
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Agreement in one field: `right` of `total` judged pages, and every difference."""

    field: str
    right: int
    total: int
    misses: tuple[Miss, ...]
    slugs: tuple[str, ...] = ()  # of the judged pages

    @property
    def share(self) -> float:
        """0-1; 1 when no page was judged."""
        return self.right / self.total if self.total else 1.0

    def of_sites(self) -> dict[str, tuple[int, int]]:
        """Right and judged pages of each site: what stands before the last hyphen of a slug."""
        judged = Counter(map(_site, self.slugs))
        wrong = Counter(_site(miss.slug) for miss in self.misses)
        return {site: (total - wrong[site], total) for site, total in sorted(judged.items())}


def accuracy(
    labels_tsv: Path, pages_dir: Path, retopic: Retopic = as_read
) -> tuple[FieldScore, ...]:
    """Read every labelled page anew and compare. Pages are `<slug>.html` in `pages_dir`.

    Texts are compared after white space is normalised. `topic` is right when it is the label's
    topic or one of topic_alt, and is judged on articles and lists whose state is ok only; `retopic`
    gives pages the topics that a text model is sure of.
    Raises LabelsError for a missing file or column.
    """
    pages = compared(labels_tsv, pages_dir, retopic)
    return tuple(_score(field, pages) for field in _FIELDS)


def compared(labels_tsv: Path, pages_dir: Path, retopic: Retopic = as_read) -> list[Compared]:
    """Every labelled page with its facts; as `accuracy`."""
    return [
        Compared(row, facts(retopic(_read(labels_tsv, number, row, pages_dir))))
        for number, row in _rows(labels_tsv)
    ]


def topic_tallies(pages: Iterable[Compared]) -> Mapping[Subject, Tally]:
    """How often each topic was read rightly, over the pages on which topics are judged."""
    sums: dict[Subject, Tally] = {}
    for page in pages:
        if not _has_topic(page.label):
            continue
        read, true = str(page.facts["topic"]), page.label["topic"]
        defensible = read in _alternatives(page.label)
        counted: dict[str, Tally] = {}
        if read == true:
            counted[read] = Tally(right=1)
        else:
            counted[read] = Tally(defensible=1) if defensible else Tally(wrong=1)
            counted[true] = Tally(missed=int(not defensible))
        for topic, tally in counted.items():
            if topic and tally != Tally():
                subject = Subject(Kind.TOPIC, topic, "", Source.PAGES)
                sums[subject] = sums.get(subject, Tally()) + tally
    return sums


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise LabelsError(f"找不到标注文件 {path}，请检查路径。")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabelsError(f"{path.name} 不是 UTF-8 文本，请另存为 UTF-8 编码。") from error
    with io.StringIO(text, newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise LabelsError(f"{path.name} 第 1 行缺少列：{'、'.join(missing)}，请补上表头。")
        rows = []
        for number, row in enumerate(reader, start=2):
            if None in row.values() and row.get("state") is None:
                raise LabelsError(f"{path.name} 第 {number} 行列数不够，请用制表符补齐各列。")
            rows.append((number, {k: (v or "") for k, v in row.items() if k}))
    return rows


def _read(path: Path, number: int, row: Mapping[str, str], pages: Path) -> Page:
    file = pages / f"{row['slug']}.html"
    if not file.is_file():
        raise LabelsError(
            f"{path.name} 第 {number} 行的页面 {file.name} 不在 {pages} 中，请补上文件或删去该行。"
        )
    return read_page(row["url"] or file.name, file.read_bytes())


def _score(field: str, pages: Sequence[Compared]) -> FieldScore:
    judged: Callable[[Mapping[str, str]], bool] = _has_topic if field == "topic" else lambda _: True
    misses = []
    slugs = []
    for page in pages:
        label, fact = page.label, page.facts[field]
        if not judged(label):
            continue
        slugs.append(label["slug"])
        value = _plain("" if fact is None else str(fact))
        wanted = {_plain(label[field])}
        if field == "topic":
            wanted |= _alternatives(label)
        if field == "attachments":
            wanted = {label[field] or "0"}
        if value not in wanted:
            misses.append(Miss(label["slug"], label[field], value))
    total = len(slugs)
    return FieldScore(field, total - len(misses), total, tuple(misses), tuple(slugs))


def _alternatives(label: Mapping[str, str]) -> set[str]:
    return {_plain(topic) for topic in label["topic_alt"].split(",") if topic.strip()}


def _site(slug: str) -> str:
    return slug.rpartition("-")[0] or slug


def _has_topic(label: Mapping[str, str]) -> bool:
    return label["state"] == "ok" and label["kind"] in {"article", "list"}


def _plain(text: str) -> str:
    return "".join(text.split())
