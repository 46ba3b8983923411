"""Phrases fit the outcome and the indicator; those of its own topic come first."""

import pytest

from data.phrases import PhrasesError, fitting, phrases, read_phrases
from data.types import Outcome


def test_every_outcome_has_a_phrase_for_every_indicator():
    for outcome in Outcome:
        assert fitting(phrases(), outcome, "任何指标"), outcome


def test_those_of_the_topic_come_first_and_others_topics_stay_away():
    found = fitting(phrases(), Outcome.PARTIAL, "政策解读 解读与文件同步公布")
    assert found[0].startswith("政策文件没有配套解读")
    assert found[-1] == "已公开，但缺少〔要素〕。"
    assert not any("预算" in text for text in found)


def test_a_wrong_entry_is_named():
    with pytest.raises(PhrasesError, match="第 1 条"):
        read_phrases("- {topic: x, outcomes: [good], text: y}")
