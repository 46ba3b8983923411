"""The accuracy card measured anew: demo sites against what is planted in them, saved sites against
outcomes read by eye. Every check says here whatever it finds, also one that may only suggest.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawlers.accuracy.outcomes import Compared, Truth, read_truths
from crawlers.clock import now
from crawlers.documents import Reader
from crawlers.loopback import Behaviour, Folder, serve
from crawlers.registry import Ask
from crawlers.run import judge
from crawlers.settings import Settings
from crawlers.topics import as_read
from dashboard.demo.demosites import DEMO_ROUNDS, behaviours
from dashboard.rounds.steps import archived_site, checks, collect_round
from data.demo.generate import generate
from data.demo.units import PORT
from data.indicators import Leaf
from data.schemes import bundled, read_scheme
from data.store import Store
from data.types import Finding, Outcome, Round, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """A saved site and how it is judged."""

    unit: Unit
    folder: Path
    as_of: date
    year: int


def demo_compared() -> Iterator[Compared]:
    """Every finding on the demo sites, against what is planted."""
    with TemporaryDirectory() as folder:
        made = generate(Path(folder) / "demo")
        truths = demo_truths(made.truth, made.units)
        hosts = behaviours(made)
        for scheme_id in DEMO_ROUNDS.values():
            scheme = read_scheme(bundled()[scheme_id])
            units = [unit for unit in made.units if unit.kind == scheme.kind]
            asked = Round(
                scheme_id, scheme_id, scheme_id, made.as_of, made.year,
                tuple(unit.id for unit in units), now(),
            )  # fmt: skip
            for unit, leaf, finding in _judged(asked, units, hosts, scheme.leaves()):
                if leaf.check:
                    truth = demo_truth(truths, unit.id, leaf.check)
                    yield Compared(leaf.check, finding, truth)


def demo_truths(
    truth: Mapping[str, list[dict[str, Any]]], units: Iterable[Unit]
) -> dict[tuple[str, str], Truth]:
    """What is planted and what stays open, by unit and check; of a site that nobody can read, by
    unit and "".
    """
    kinds = {unit.id: unit.kind for unit in units}
    nothing = Truth(Outcome.UNKNOWN)
    left = {
        (unit, entry["check"]): nothing
        for entry in truth["open"]
        for unit, kind in kinds.items()
        if kind == entry["kind"]
    }
    planted = {(e["unit"], e["check"]): _planted(e) for e in truth["faults"]}
    return left | planted | {(e["unit"], ""): nothing for e in truth["unreadable"]}


def _planted(entry: Mapping[str, Any]) -> Truth:
    outcome = Outcome(entry["outcome"])
    missing = {key for key, value in entry["items"].items() if value == Outcome.MISSING}
    return Truth(outcome, lacks=frozenset(missing if outcome is Outcome.PARTIAL else ()))


def demo_truth(truths: Mapping[tuple[str, str], Truth], unit: str, check: str) -> Truth:
    """Where nothing is planted everything is as it should be, or does not apply."""
    fine = Truth(Outcome.MET, frozenset({Outcome.NOT_APPLICABLE}))
    return truths.get((unit, "")) or truths.get((unit, check), fine)


def sites_compared(labels: Path, sites: Path) -> Mapping[tuple[str, str], Compared]:
    """Findings on saved sites against their labels, by site and indicator.

    Args:
        labels: folder with `sites.tsv` (outcomes) and `asked.tsv` (how each site is judged).
        sites: folder with the saved sites, one folder each.

    Raises:
        FileNotFoundError: a table or a site is not there.
    """
    truths = read_truths(labels / "sites.tsv")
    compared: dict[tuple[str, str], Compared] = {}
    for one in _asked(labels / "asked.tsv", sites):
        site = one.unit.id
        wanted = [leaf for leaf in labelled_leaves(one.unit.kind) if (site, leaf.id) in truths]
        scheme_id = f"{one.unit.kind}-2023"
        asked = Round(
            site, site, scheme_id, one.as_of, one.year, (site,), now(), copies=frozenset({site})
        )
        hosts = {f"{site}.localhost": Folder(one.folder)}
        for _, leaf, finding in _judged(asked, [one.unit], hosts, wanted):
            key = site, leaf.id
            compared[key] = Compared(str(leaf.check), finding, truths[key])
    return compared


def labelled_leaves(kind: str) -> list[Leaf]:
    """Leaves that a check decides: of the scheme for this kind of unit, then what other bundled
    schemes have besides.
    """
    leaves: dict[str, Leaf] = {}
    for scheme_id in sorted(bundled(), key=lambda id_: id_ != f"{kind}-2023"):
        for leaf in read_scheme(bundled()[scheme_id]).leaves():
            if leaf.check:
                leaves.setdefault(leaf.id, leaf)
    return list(leaves.values())


def _asked(path: Path, sites: Path) -> Iterator[Asked]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            folder = sites / row["site"]
            if not folder.is_dir():
                raise FileNotFoundError(folder)
            portal = f"http://{row['site']}.localhost:{PORT}/"
            unit = Unit(row["site"], row["name"], row["kind"], "", portal)
            yield Asked(unit, folder, date.fromisoformat(row["as_of"]), int(row["year"]))


def _judged(
    asked: Round, units: list[Unit], hosts: Mapping[str, Behaviour], leaves: Iterable[Leaf]
) -> Iterator[tuple[Unit, Leaf, Finding]]:
    """Collect a round in a folder of its own and judge it, by rules alone and with no card."""
    by_id = {leaf.id: leaf for leaf in leaves}
    with TemporaryDirectory() as folder, serve(hosts, PORT) as allow:
        var = Path(folder)
        with Store(f"sqlite:///{var / 'gkc.db'}") as store, Reader() as reader:
            store.put_units(units)
            text = bundled()[asked.scheme_id].read_text(encoding="utf-8")
            store.put_scheme(asked.scheme_id, text)
            store.create_round(asked)
            collect_round(store, asked.id, var, Settings(allow=allow, browser=False))
            for unit in units:
                site = archived_site(store, asked, unit, var, reader, as_read)
                findings = judge(site, Ask(asked.as_of, asked.year), by_id.values(), checks())
                yield from ((unit, by_id[id_], finding) for id_, finding in findings.items())
