"""The steps of a round where the layers meet."""

from datetime import date

import pytest

from crawlers.loopback import Folder, serve
from crawlers.settings import Settings
from dashboard.rounds.creating import create_round
from dashboard.rounds.steps import check_round, collect_round, score_round
from data.archive import evidence_of
from data.schemes import bundled, read_scheme
from data.store import Store
from data.types import Cause, Unit
from data.writer import ArchiveError

ID_NUMBER = "110101199003077758"  # an invented person's, with a right check digit


@pytest.fixture
def collected(tmp_path):
    """A round of two small sites, collected: (store, var)."""
    units = []
    hosts = {}
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "tz").mkdir(parents=True)
        title = f"关于张三（{ID_NUMBER}）低保的公示"
        (folder / "index.html").write_text(
            '<html><meta charset="utf-8"><title>清河县民政局</title>'
            '<a href="/tz/">通知公告</a></html>',
            encoding="utf-8",
        )
        (folder / "tz" / "index.html").write_text(
            '<html><meta charset="utf-8"><title>通知公告</title><ul class="list">'
            f'<li><a href="/a.html">{title}</a><span>2023-12-01</span></li>'
            '<li><a href="/b.html">部门预算</a><span>2023-12-01</span></li></ul></html>',
            encoding="utf-8",
        )
        (folder / "a.html").write_text(
            f'<html><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>'
            "<p>发布时间：2023-12-01</p><p>现将名单予以公示。</p></html>",
            encoding="utf-8",
        )
        hosts[f"{name}.localhost"] = Folder(folder)
        portal = f"http://{name}.localhost:8700/"
        units.append(Unit(name, "清河县民政局", "department", "部门", portal))
    path = bundled()["department-2023"]
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store, serve(hosts) as allow:
        create_round(
            store, "r", read_scheme(path), path.read_text("utf-8"), units, as_of=date(2023, 12, 15)
        )
        collect_round(store, "r", tmp_path / "var", Settings(allow=allow))
        yield store, tmp_path / "var"


def test_a_damaged_evidence_file_leaves_the_other_units_judged(collected):
    store, var = collected
    warc = evidence_of(var, "r").folder / "one.warc.gz"
    warc.write_bytes(warc.read_bytes()[:200])
    with pytest.raises(ArchiveError, match=r"one\.warc\.gz"):
        check_round(store, "r", var)
    found = store.findings("r")
    assert {finding.cause for finding in found["one"].values()} == {Cause.CHECK_FAILED}
    assert any(finding.cause is None for finding in found["two"].values())
    score_round(store, "r")
    assert store.scores("r")["one"].value is None


def test_numbers_of_persons_reach_neither_page_facts_nor_findings(collected):
    store, var = collected
    check_round(store, "r", var)
    kept = (store.fetches, store.pages, store.columns)
    said = repr(([query("r", "one") for query in kept], store.findings("r")))
    assert "低保的公示" in said
    assert ID_NUMBER not in said
