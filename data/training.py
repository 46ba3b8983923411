"""What the text model of topics learns from: our own examples, and what evaluators confirmed.

The examples were written for this program, with invented places and figures.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from data.sheets import SheetError, read_sheet
from data.topics import known_topics

FOLDER = Path(__file__).with_name("training")
COLUMNS = ("网址", "标题", "事项", "确认人")
OPENING = "开头"
_HEADER = "title\topening"
# Below the folder of run-time files: names the model that new rounds take. Models lie beside it.
CURRENT = Path("models") / "topics.current"
VERSION = re.compile(r"[0-9a-f]{12}")


class TrainingError(ValueError):
    """Examples that cannot be used; the message is a Chinese sentence with file, row and remedy."""


class TopicModelError(Exception):
    """A text model that cannot be used, as one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """A page whose topic is known."""

    topic: str
    title: str
    opening: str  # the first sentences of its text; may be empty


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A page whose topic an evaluator confirmed or corrected."""

    url: str
    example: Example
    by: str
    at: datetime  # aware


@dataclass(frozen=True, slots=True)
class Plan:
    """`model.yaml`: how to train, and when the model speaks."""

    ngrams: tuple[int, int]  # fewest and most characters of a piece
    least: int  # examples that a piece of text must occur in
    c: float  # of the classifier: how closely it follows single examples
    opening: int  # characters of the text that are read
    folds: int
    threshold: float  # 0-1: how sure the model must be where no rule speaks
    overrule: float  # 0-1: and where only a column or the form of a title speaks


def plan(path: Path = FOLDER / "model.yaml") -> Plan:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    least, most = raw["ngrams"]
    return Plan(
        ngrams=(least, most),
        least=raw["least"],
        c=raw["c"],
        opening=raw["opening"],
        folds=raw["folds"],
        threshold=raw["threshold"],
        overrule=raw["overrule"],
    )


def bundled(folder: Path = FOLDER) -> tuple[Example, ...]:
    """The examples that come with the program: `<topic>.tsv`, one a line, in order.

    Raises:
        TrainingError: a file is not of this form, or none is there.
    """
    found = [one for path in sorted(folder.glob("*.tsv")) for one in _examples(path)]
    if not found:
        raise TrainingError(f"找不到训练样例（{folder.name}/*.tsv）；请重新安装程序")
    return tuple(found)


def _examples(path: Path) -> list[Example]:
    if path.stem not in known_topics().by_id:
        raise TrainingError(f"{path.name} 不是公开事项的编号；请改用 topics.yaml 里的编号作文件名")
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    if first != _HEADER:
        raise TrainingError(f"{path.name} 第 1 行应为 title 和 opening 两列，以制表符分隔；请改正")
    found = []
    for number, line in enumerate(lines, start=2):
        title, tab, opening = line.partition("\t")
        if not title or not tab or "\t" in opening:
            raise TrainingError(f"{path.name} 第 {number} 行应为标题、制表符、开头；请改正")
        found.append(Example(path.stem, title, opening))
    return found


def learned_from(examples: Iterable[Example], confirmed: Iterable[Confirmed]) -> list[Example]:
    """What to train on, in one order whatever the order given.

    The last confirmation of an address is in force, and what people confirmed of a title with its
    opening goes before an example of ours.
    """
    in_force = {each.url: each.example for each in confirmed}
    known = {(one.title, one.opening): one for one in (*examples, *in_force.values())}
    return sorted(known.values())


def digest(examples: Iterable[Example]) -> str:
    """SHA-256 of training data, hex; the order does not matter."""
    lines = sorted(f"{one.topic}\t{one.title}\t{one.opening}\n" for one in examples)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_confirmations(path: Path, at: datetime) -> list[Confirmed]:
    """The confirmations of a file, in its order.

    A CSV with columns 网址, 标题, 事项 (id or name of a topic), 确认人; optional 开头, the first
    sentences of the text.

    Raises:
        TrainingError: the first thing that is wrong.
    """
    by_name = _topics_by_name()
    try:
        return [
            _confirmed(row, where, by_name, at)
            for where, row in read_sheet(path, COLUMNS, (OPENING,))
        ]
    except SheetError as error:
        raise TrainingError(str(error)) from error


def _topics_by_name() -> Mapping[str, str]:
    """Ids by id and by name."""
    topics = known_topics().by_id.values()
    return {name: topic.id for topic in topics for name in (topic.id, topic.name)}


def _confirmed(
    row: Mapping[str, str], where: str, topics: Mapping[str, str], at: datetime
) -> Confirmed:
    for column in COLUMNS:
        if not row[column]:
            raise TrainingError(f"{where}“{column}”列为空；请填写")
    if not row["网址"].startswith(("http://", "https://")):
        raise TrainingError(f"{where}：“{row['网址']}”不是网址；请写成 http:// 或 https:// 开头")
    topic = topics.get(row["事项"])
    if topic is None:
        raise TrainingError(
            f"{where}：没有“{row['事项']}”这个事项；请用 gkc topics list 列出的编号或名称"
        )
    title, opening = (" ".join(row[column].split()) for column in ("标题", OPENING))
    return Confirmed(row["网址"], Example(topic, title, opening), row["确认人"], at)


def current_version(var: Path) -> str:
    """Version of the text model trained last; empty when there is none.

    Args:
        var: folder of the run-time files.

    Raises:
        TopicModelError: the file that names it is damaged.
    """
    path = var / CURRENT
    if not path.exists():
        return ""
    said = path.read_text(encoding="ascii", errors="replace").strip()
    if not VERSION.fullmatch(said):
        raise TopicModelError(f"{path} 已损坏；请运行 gkc topics train 重新训练")
    return said
