"""The text model that says an article's topic where the words of the rules do not.

A model is numbers in a file, read without running anything from it: weights of short pieces of
text (TF-IDF, cosine normalised) for each topic, made probabilities by one temperature. Its version
is the SHA-256 of the file, so the version in a page's trace, and the one a round is tied to, say
exactly which numbers decided.
"""

import hashlib
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crawlers.pages import year_of
from crawlers.topics import only_hinted
from data.topics import known_topics
from data.training import CURRENT, VERSION, TopicModelError
from data.types import Page, PageKind, PageState
from data.whole import write_whole
from data.zips import DAMAGED_BYTES

FORMAT = 1  # of the files; another needs another reader

Floats = NDArray[np.float32]


class Guess(NamedTuple):
    """The likeliest topic and its probability, 0-1."""

    topic: str
    sure: float


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """Everything `guess` needs. Rows of `weights` are pieces of text, columns are topics."""

    topics: tuple[str, ...]
    ngrams: tuple[int, int]
    opening: int  # characters of the text that are read
    threshold: float  # less sure than this, and nothing is said
    overrule: float  # less sure than this, and what a column or the form of a title says stays
    pieces: Mapping[str, int]  # rows of `idf` and `weights`
    idf: Floats
    weights: Floats
    bias: Floats
    sharpness: float  # inverse temperature
    learned: str  # SHA-256 of the training data, hex
    version: str = ""  # first 12 hex digits of the SHA-256 of the file; empty before it is written

    def guess(self, title: str, text: str) -> Guess:
        """The likeliest topic of a page with this title and text, however unsure."""
        counts = Counter(pieces_of(content(title, text[: self.opening]), self.ngrams))
        known = [(self.pieces[piece], n) for piece, n in counts.items() if piece in self.pieces]
        scores = self.bias.astype(np.float64)
        if known:
            rows = [row for row, _ in known]
            values = self.idf[rows] * [1 + log(n) for _, n in known]
            scores += (values / np.sqrt(values @ values)) @ self.weights[rows]
        odds = np.exp(self.sharpness * (scores - scores.max()))
        best = int(odds.argmax())
        # Rounded, so that the last digits of another machine's arithmetic decide nothing.
        return Guess(self.topics[best], round(float(odds[best] / odds.sum()), 4))


def content(title: str, opening: str) -> str:
    """What the model reads of a page: one spelling of a sign, no figures, no line breaks inside."""
    return f"{_plain(title)}\n{_plain(opening)}"


def pieces_of(text: str, ngrams: tuple[int, int]) -> Iterator[str]:
    """Every run of so many characters, as often as it occurs."""
    for size in range(ngrams[0], ngrams[1] + 1):
        yield from map("".join, zip(*(text[n:] for n in range(size)), strict=False))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"\d", "0", " ".join(folded.split()))


def with_topic(page: Page, model: TopicModel) -> Page:
    """The article with the topic that the model is sure of; any other page as it is.

    The model speaks where no rule does, and, when it is surer still, where only a column or the
    form of the title hints at a topic: a children's party filed under 疫情防控 is news. What the
    words of a title say stays. The trace names the model's version, how sure it is, and what it
    overruled. Lists are left alone: the words in them are of their entries, not of the column.
    """
    if page.kind is not PageKind.ARTICLE or page.state is not PageState.OK:
        return page
    if page.topic and not only_hinted(page.title, page.columns, page.topic):
        return page
    topic, sure = model.guess(page.title, page.text)
    if topic == page.topic or sure < (model.overrule if page.topic else model.threshold):
        return page
    rule = f"文本模型 {model.version}，把握 {sure:.2f}"
    if page.topic:
        rule += f"；按栏目或体裁是“{known_topics().by_id[page.topic].name}”"
    year = year_of(page.title, topic)
    trace = {**page.trace, "topic": (rule, "")}
    trace.pop("subject_year", None)
    if year.rule:
        trace["subject_year"] = year[1:]
    return replace(page, topic=topic, subject_year=year.value, trace=trace)


# --- files ------------------------------------------------------------------------------------


def store_model(model: TopicModel, var: Path) -> TopicModel:
    """Write the model where new rounds take it from; the same numbers give the same file.

    Args:
        var: folder of the run-time files.

    Returns:
        The model with its version.
    """
    body = _packed(model)
    version = hashlib.sha256(body).hexdigest()[:12]
    _write(_file(var, version), body)
    _write(var / CURRENT, version.encode())
    return replace(model, version=version)


@cache
def stored_model(var: Path, version: str) -> TopicModel:
    """The model of a version.

    Raises:
        TopicModelError: its file is gone, is not what was written, or is of another program.
    """
    if not VERSION.fullmatch(version):
        raise TopicModelError(f"“{version}”不是文本模型的版本；请写 gkc topics train 给出的版本")
    path = _file(var, version)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise TopicModelError(
            f"文本模型 {version} 的文件 {path} 读不到；请从备份恢复，"
            "或运行 gkc topics train 重新训练，再用 gkc topics use 指定本轮改用的模型"
        ) from error
    if hashlib.sha256(body).hexdigest()[:12] != version:
        raise TopicModelError(
            f"文本模型文件 {path} 已被改动或损坏；请从备份恢复，或运行 gkc topics train 重新训练"
        )
    return replace(_unpacked(body, path), version=version)


def _file(var: Path, version: str) -> Path:
    return (var / CURRENT).with_name(f"topics-{version}.npz")


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, body)


def _packed(model: TopicModel) -> bytes:
    said = {
        "format": FORMAT,
        "topics": model.topics,
        "ngrams": model.ngrams,
        "opening": model.opening,
        "threshold": model.threshold,
        "overrule": model.overrule,
        "sharpness": model.sharpness,
        "learned": model.learned,
        "pieces": list(model.pieces),
    }
    file = io.BytesIO()
    np.savez_compressed(
        file,
        said=np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), np.uint8),
        idf=model.idf,
        weights=model.weights.astype(np.float16),  # as trained: see train()
        bias=model.bias,
    )
    return file.getvalue()


def _unpacked(body: bytes, path: Path) -> TopicModel:
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as arrays:  # a pickle could run anything
            said: dict[str, Any] = json.loads(arrays["said"].tobytes())
            idf, weights, bias = (arrays[name] for name in ("idf", "weights", "bias"))
        if said["format"] != FORMAT:
            raise TopicModelError(
                f"{path} 是另一版本程序的文本模型；请运行 gkc topics train 重新训练"
            )
    except DAMAGED_BYTES as error:
        raise TopicModelError(
            f"{path} 不是文本模型文件；请运行 gkc topics train 重新训练"
        ) from error
    return TopicModel(
        topics=tuple(said["topics"]),
        ngrams=(said["ngrams"][0], said["ngrams"][1]),
        opening=said["opening"],
        threshold=said["threshold"],
        overrule=said["overrule"],
        pieces={piece: row for row, piece in enumerate(said["pieces"])},
        idf=idf,
        weights=weights.astype(np.float32),
        bias=bias,
        sharpness=said["sharpness"],
        learned=said["learned"],
    )
