"""Accuracy on the labelled real pages beside the repository, where they are present."""

from pathlib import Path

import pytest

from crawlers.accuracy.pages import accuracy

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not (CORPUS / "labels.tsv").is_file(), reason="标注语料不在代码库旁边"
)

LEAST = {
    "title": 0.97,
    "published_on": 0.97,
    "kind": 0.93,
    "state": 0.96,
    "doc_no": 0.98,
    "issuer": 0.90,
    "attachments": 0.95,
    "topic": 0.90,
}


def test_page_facts_agree_with_labels_made_by_hand() -> None:
    shares = {s.field: s.share for s in accuracy(CORPUS / "labels.tsv", CORPUS / "pages")}
    assert {field: share for field, share in shares.items() if share < LEAST.get(field, 0)} == {}
