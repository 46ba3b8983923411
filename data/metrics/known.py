"""The known metrics (data/metrics.yaml), and which of them a name or a key of a rule means."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from pathlib import Path

from data.indicators import Leaf, Method
from data.marked import Entry, Fault, Fields, did_you_mean, read_marked
from data.metrics.types import Better, Combine, Kind, Metric, Subject, Sum
from data.rules import keys_used

_FILE = Path(__file__).parents[1] / "metrics.yaml"
_BILLION = Fraction(10**9)
_HIGHEST = {
    Kind.COUNT: _BILLION,
    Kind.SHARE: Fraction(100),
    Kind.SCORE: Fraction(100),
    Kind.DAYS: Fraction(3650),
}
_METRIC = (
    "id", "subject", "name", "aliases", "short", "unit", "kind", "better", "combine", "weight",
    "from", "range", "needs",
)  # fmt: skip
_NOISE = re.compile(r"[\s“”\"'‘’《》·、:：_＿\-—()（）\[\]【】]+")


@lru_cache(maxsize=4096)  # the names of the list are compared again and again
def plain(name: str) -> str:
    """A name for comparing: one width, no spaces, quotes or brackets; 件数 as 数."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return _NOISE.sub("", folded).replace("件数", "数").replace("的", "")


@dataclass(frozen=True, eq=False)
class Known:
    """All metrics that may be imported, by id and by what people call them."""

    subjects: Mapping[str, Subject]
    metrics: Mapping[str, Metric]

    def __iter__(self) -> Iterator[Metric]:
        return iter(self.metrics.values())

    def named(self, name: str, context: str = "") -> tuple[Metric, ...]:
        """The metrics that a name may mean: one when it is clear, none when nobody knows it.

        A short name, such as 满意, means nothing before its subject is spoken of.

        Args:
            context: words around the name: heading above, title, sheet.
        """
        spoken = {s.id for s in self.subjects.values() if _speaks(s, f"{context} {name}")}
        if sure := self._sure.get(plain(name)):
            return tuple([m for m in sure if m.subject in spoken] or sure)
        return tuple(m for m in self.perhaps(name) if m.subject in spoken)

    def perhaps(self, name: str) -> tuple[Metric, ...]:
        """The metrics that have this short name."""
        return self._short.get(plain(name), ())

    @cached_property
    def rates(self) -> Mapping[tuple[str, str], Metric]:
        """Shares by the ids of their part and whole."""
        return {(way.plus[0], way.over): m for m in self for way in m.made if way.over}

    @cached_property
    def _sure(self) -> Mapping[str, tuple[Metric, ...]]:
        return self._by(lambda m: (m.id, m.name, *m.aliases))

    @cached_property
    def _short(self) -> Mapping[str, tuple[Metric, ...]]:
        return self._by(lambda m: m.short)

    def _by(self, names: Callable[[Metric], Iterable[str]]) -> dict[str, tuple[Metric, ...]]:
        found: dict[str, tuple[Metric, ...]] = {}
        for metric in self:
            for name in {plain(n) for n in names(metric)}:
                found[name] = (*found.get(name, ()), metric)
        return found

    def names(self) -> list[str]:
        return [name for m in self for name in (m.name, *m.aliases)]

    def with_own(self, leaves: Iterable[Leaf]) -> "Known":
        """These and what metric leaves ask for under names of their own."""
        own: dict[str, Metric] = {}
        for leaf in leaves:
            if leaf.method is Method.METRIC:
                for key in sorted(keys_used(leaf.scoring)[1]):
                    if not self.of_key(leaf, key) and not self.named(key) and key not in own:
                        own[key] = _own(key)
        return Known(self.subjects, {**self.metrics, **own})

    def of_key(self, leaf: Leaf, key: str) -> Metric | None:
        """The metric that gives a count of a leaf's rule; None when nothing decides.

        `params: {metric: […]}` of the leaf narrows the choice to these ids, `{key: id}` settles
        it; without either the leaf's own name and place tell the subject.
        """
        said = leaf.params.get("metric")
        if isinstance(said, Mapping):
            return self.metrics.get(str(said.get(key, key)))
        if key in self.metrics:
            return self.metrics[key]
        found = self.named(key, f"{leaf.name} {' '.join(leaf.path[1:])}")
        if said:
            listed = (said,) if isinstance(said, str) else said
            wanted = plain(key)
            among = [self.metrics[id_] for id_ in _texts(listed) if id_ in self.metrics]
            called = [
                m for m in among if wanted in {plain(n) for n in (m.name, *m.aliases, *m.short)}
            ]
            found = tuple(called)
        return found[0] if len(found) == 1 else None

    def asked(self, leaves: Iterable[Leaf]) -> tuple[Metric, ...]:
        """What offices are asked to hand over for these leaves, each metric once, in order."""
        found: dict[str, Metric] = {}
        for leaf in leaves:
            if leaf.method is not Method.METRIC:
                continue
            for key in counts_of(leaf):
                metric = self.of_key(leaf, key)
                if metric is None:
                    continue
                subject = self.subjects.get(metric.subject)
                also = (metric.needs, metric.weight, *(subject.also if subject else ()))
                for id_ in (metric.id, *filter(None, also)):
                    found[id_] = self.metrics[id_]
        return tuple(found.values())


def counts_of(leaf: Leaf) -> tuple[str, ...]:
    """Keys of the counts that a leaf's rule reads, those that its params name first in order."""
    keys = keys_used(leaf.scoring)[1]
    said = leaf.params.get("metric")
    order = [said] if isinstance(said, str) else list(_texts(said)) if said else []
    return tuple(sorted(keys, key=lambda k: (order.index(k) if k in order else len(order), k)))


def names_metrics(params: Entry) -> bool:
    """The params of a metric leaf name metrics and nothing else: an id, several, or `{key: id}`.

    Raises:
        Fault: an id that is none of a known metric.
    """
    given = params.mapping("params ")
    if set(given) != {"metric"}:
        return False
    entry = given["metric"]
    if isinstance(entry.value, dict):
        named = list(entry.value.values())
    else:
        named = entry.value if isinstance(entry.value, list) else [entry]
    for each in named:
        id_ = each.text("params 的 metric ")
        if id_ not in known().metrics:
            hint = did_you_mean(id_, known().metrics)
            raise Fault(each.line, f"没有编号为“{id_}”的填报指标{hint}")
    return True


@cache
def known() -> Known:
    """The metrics of data/metrics.yaml.

    Raises:
        ValueError: the file is wrong; it is part of the program.
    """
    return read_known(_FILE.read_text(encoding="utf-8"))


def read_known(text: str) -> Known:
    """Metrics from a text.

    Raises:
        Fault: with the line.
    """
    top = Fields(read_marked(text), "填报指标", ("subjects", "metrics"))
    subjects = {
        id_: _subject(id_, entry)
        for id_, entry in top.need("subjects").mapping("subjects ").items()
    }
    metrics: dict[str, Metric] = {}
    for entry in top.entries("metrics"):
        metric = _metric(entry, subjects)
        if metric.id in metrics:
            raise Fault(entry.line, f"填报指标“{metric.id}”重复，请改用别的编号")
        metrics[metric.id] = metric
    for metric in metrics.values():
        named = (metric.weight, metric.needs, *(id_ for way in metric.made for id_ in way.ids))
        for id_ in filter(None, named):
            if id_ not in metrics:
                raise Fault(1, f"“{metric.id}”引用的“{id_}”不存在{did_you_mean(id_, metrics)}")
    return Known(subjects, metrics)


def _subject(id_: str, entry: Entry) -> Subject:
    fields = Fields(entry, f"subjects 的 {id_}", ("name", "words", "basis", "beside", "also"))
    return Subject(
        id_,
        fields.text("name"),
        fields.texts("words"),
        fields.text("basis"),
        fields.texts("beside"),
        fields.texts("also"),
    )


def _metric(entry: Entry, subjects: Mapping[str, Subject]) -> Metric:
    fields = Fields(entry, "填报指标", _METRIC)
    subject, kind = fields.text("subject"), fields.choice("kind", Kind)
    if subject not in subjects:
        raise Fault(fields.line, f"没有类别“{subject}”{did_you_mean(subject, subjects)}")
    ends = fields.entries("range")
    low, high = (
        (e.number("range ") for e in ends) if len(ends) == 2 else (Fraction(0), _HIGHEST[kind])
    )
    made = tuple(_sum(e.text("from ")) for e in fields.entries("from"))
    default = Combine.SUM if kind is Kind.COUNT else Combine.MEAN
    over = next((way.over for way in made if way.over), "")
    return Metric(
        id=fields.text("id"),
        name=fields.text("name"),
        subject=subject,
        unit=fields.text("unit"),
        kind=kind,
        combine=fields.choice("combine", Combine) if fields.get("combine") else default,
        better=fields.choice("better", Better),
        low=low,
        high=high,
        aliases=fields.texts("aliases"),
        short=fields.texts("short"),
        weight=fields.text("weight", over),
        made=made,
        needs=fields.text("needs", ""),
    )


def _sum(text: str) -> Sum:
    """`a + b - c`, or `a / b`."""
    first, *rest = text.split()
    if rest[:1] == ["/"]:
        return Sum((first,), over=rest[1])
    signed = list(zip(rest[::2], rest[1::2], strict=True))
    return Sum(
        (first, *(id_ for sign, id_ in signed if sign == "+")),
        tuple(id_ for sign, id_ in signed if sign == "-"),
    )


def _own(key: str) -> Metric:
    """A figure that only one scheme knows: a state, the last one counts."""
    return Metric(key, key, "", "", Kind.SCORE, Combine.LAST, Better.NONE, Fraction(0), _BILLION)


def _speaks(subject: Subject, text: str) -> bool:
    said = plain(text)
    return any(plain(word) in said for word in subject.words)


def _texts(values: object) -> tuple[str, ...]:
    return tuple(str(v) for v in values) if isinstance(values, Iterable) else ()
