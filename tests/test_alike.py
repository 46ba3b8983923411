"""Simhash: the same text with another head and foot is near, other texts are far."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.reading.alike import NEAR, alike, distance, simhash
from crawlers.reading.duplicates import groups

NOTICE = """为进一步规范停车管理，方便市民出行，根据有关规定，现将停车收费标准公布如下。
一、道路停车泊位按小时收费，小型汽车每小时三元，大型汽车每小时六元，不足一小时按一小时计算。
二、公共停车场白天每次五元，夜间每次二元，残疾人驾驶的专用车辆、执行任务的军车和警车免费。
三、各收费单位应当在醒目位置公示收费标准、监督电话，使用统一票据，接受社会监督。
四、本标准自二〇二三年七月一日起施行，有效期五年，原有标准同时废止，由发展改革部门负责解释。"""
OTHER = """全县教育工作会议在县政府礼堂召开，会议总结了过去一年的工作，部署了今年的重点任务。
会议指出，要坚持立德树人，深化课程改革，加强教师队伍建设，促进城乡教育均衡发展，办好人民满意的教育。
会议强调，各学校要抓好校园安全，落实食品卫生责任，开展防溺水宣传，关心留守儿童的学习和生活。"""


def test_a_fingerprint_is_the_same_on_every_machine() -> None:
    assert simhash(NOTICE) == "ece44fc8ea37c0a0"


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(NOTICE.replace("，", ",").replace("。", "."), id="other punctuation"),
        pytest.param(" ".join(NOTICE), id="spaces from a converted file"),
        pytest.param(f"来源：某某网 浏览次数：12\n{NOTICE}", id="another head"),
        pytest.param(NOTICE.replace("二〇二三年七月一日", "二〇二四年一月一日"), id="another day"),
    ],
)
def test_copies_are_alike(copy: str) -> None:
    assert distance(simhash(NOTICE), simhash(copy)) <= NEAR
    assert alike(simhash(NOTICE), simhash(copy))


def test_another_text_is_far() -> None:
    assert distance(simhash(NOTICE), simhash(OTHER)) > 2 * NEAR


@pytest.mark.parametrize("text", ["", "关于放假的通知", "。" * 5000, "停车收费" * 5000])
def test_a_text_that_says_too_little_has_no_fingerprint_and_is_like_nothing(text: str) -> None:
    assert simhash(text) == ""
    assert not alike("", simhash(NOTICE))
    assert not alike("", "")


@given(st.text(max_size=400))
def test_any_text_has_sixteen_digits_or_none(text: str) -> None:
    assert len(simhash(text)) in (0, 16)


@given(*[st.integers(0, 2**64 - 1).map("{:016x}".format)] * 2)
def test_a_distance_counts_bits(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) <= 64
    assert distance(one, one) == 0


def test_texts_that_are_alike_are_grouped_also_over_one_between_them() -> None:
    near, far = "ece44fc8ea37c0a0", "131bb03715c83f5f"
    between = f"{int(near, 16) ^ 0xFF:016x}"  # 8 bits from the first
    beyond = f"{int(near, 16) ^ 0xFFFF:016x}"  # 8 from the one between, 16 from the first
    assert groups([near, far, beyond, "", near, between, ""]) == [[0, 2, 4, 5]]
    assert groups([near, far, ""]) == groups([]) == []


HASHES = st.lists(
    st.sampled_from([0, 1, 0xFF, 0x1FF, 0xFFFF << 40]).map("{:016x}".format) | st.just(""),
    max_size=12,
)


@given(HASHES)
def test_groups_are_what_comparing_every_pair_gives(hashes: list[str]) -> None:
    together = {n: {n} for n, text in enumerate(hashes) if text}
    for one in together:
        for other in together:
            if alike(hashes[one], hashes[other]):
                both = together[one] | together[other]
                together |= dict.fromkeys(both, both)
    expected = {tuple(sorted(group)) for group in together.values() if len(group) > 1}
    assert [tuple(group) for group in groups(hashes)] == sorted(expected)
