import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from crawlers.network.pace import Hours, Pace, next_strain, retry_after_s, seconds_until_open


class Time:
    at = 0.0

    def clock(self):
        return self.at

    async def sleep(self, seconds):
        self.at += seconds


def starts(turns, delay_s=1.0, prepare=lambda pace: None):
    """When each of so many turns began, in seconds."""
    time = Time()

    async def run():
        pace, found = Pace(delay_s, time.clock, time.sleep), []
        prepare(pace)
        for _ in range(turns):
            await pace.turn()
            found.append(time.at)
        return found

    return asyncio.run(run())


def test_turns_are_a_pause_apart():
    assert starts(3) == [0.0, 1.0, 2.0]


def test_a_crawl_delay_lengthens_the_pause_and_never_shortens_it():
    assert starts(3, prepare=lambda pace: pace.slow_down(5.0)) == [0.0, 5.0, 10.0]
    assert starts(3, prepare=lambda pace: pace.slow_down(0.1)) == [0.0, 1.0, 2.0]


def test_a_closed_host_opens_when_it_said():
    assert starts(2, prepare=lambda pace: pace.close(30.0)) == [30.0, 31.0]


def test_the_longest_break_asked_for_counts():
    def prepare(pace):
        pace.close(30.0)
        pace.close(3.0)
        assert pace.closed_s == 30.0

    assert starts(1, prepare=prepare) == [30.0]


@pytest.mark.parametrize(
    ("strain", "average_s", "best_s", "trouble", "expected"),
    [
        (1.0, 0.2, 0.2, False, 1.0),
        (1.0, 0.2, 0.2, True, 2.0),
        (8.0, 0.2, 0.2, True, 16.0),
        (16.0, 0.2, 0.2, True, 16.0),
        (1.0, 3.1, 1.0, False, 1.5),
        (1.0, 3.0, 1.0, False, 1.0),
        (1.0, 0.9, 0.1, False, 1.0),
        (12.0, 9.0, 1.0, False, 16.0),
        (4.0, 0.2, 0.2, False, 3.6),
        (1.05, 0.2, 0.2, False, 1.0),
    ],
    ids=[
        "as ever",
        "trouble doubles",
        "again and again",
        "at most",
        "three times slower than at its best",
        "not quite three times",
        "slower, but still quick",
        "at most, when slow",
        "a tenth less after a good answer",
        "never below one",
    ],
)
def test_the_strain_follows_the_answers(strain, average_s, best_s, trouble, expected):
    assert next_strain(strain, average_s, best_s, trouble=trouble) == pytest.approx(expected)


def after(answers, delay_s=1.0):
    """The pause after answers that took so many seconds; None: no answer."""
    pace = Pace(delay_s, Time().clock, Time().sleep)
    for seconds in answers:
        pace.answered(seconds or 0.5, trouble=seconds is None)
    return pace.pause_s


def test_a_site_that_grows_slow_is_asked_less_often_and_more_often_again_when_it_recovers():
    assert after([0.5] * 10) == 1.0
    assert after([0.5] * 10 + [6.0] * 2) == 1.5**2  # averages 1.6 s and 2.48 s, the best 0.5 s
    assert after([0.5] * 10 + [6.0] * 20) == 16.0
    assert 1.0 < after([0.5] * 10 + [6.0] * 20 + [0.5] * 25) < 16.0
    assert after([0.5] * 10 + [6.0] * 20 + [0.5] * 60) == 1.0


def test_a_site_that_was_always_slow_is_not_asked_less_often():
    assert after([5.0] * 30) == 1.0


def test_the_pause_is_bounded_but_for_a_crawl_delay():
    assert after([None] * 9, delay_s=5.0) == 30.0
    assert after([None] * 9, delay_s=60.0) == 60.0
    assert after([None] * 9, delay_s=0.0) == 0.0


NIGHT, DAY = (time(22), time(6)), (time(9, 30), time(17))


@pytest.mark.parametrize(
    ("china", "hours", "expected"),
    [
        ("10:00", None, 0),
        ("09:29", DAY, 60),
        ("09:30", DAY, 0),
        ("16:59", DAY, 0),
        ("17:00", DAY, 16.5 * 3600),
        ("21:00", NIGHT, 3600),
        ("22:00", NIGHT, 0),
        ("00:00", NIGHT, 0),
        ("05:59", NIGHT, 0),
        ("06:00", NIGHT, 16 * 3600),
        ("12:00", (time(8), time(8)), 0),
    ],
)
def test_the_hours_are_chinese_and_may_pass_midnight(china, hours, expected):
    now = datetime.fromisoformat(f"2023-12-15T{china}:00+08:00").astimezone(UTC)
    assert seconds_until_open(now, hours) == expected


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("60", 60.0),
        (" 0 ", 0.0),
        ("9" * 400, 999_999_999.0),
        ("Fri, 15 Dec 2023 02:01:00 GMT", 60.0),
        ("Fri, 15 Dec 2023 01:00:00 GMT", 0.0),
        ("²", 0.0),
        ("soon", 0.0),
        ("Mon, 99 Foo 99999999999 99:99:99 +9999", 0.0),
        ("", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date_or_nothing(value, seconds):
    assert retry_after_s(value, datetime(2023, 12, 15, 2, 0, tzinfo=UTC)) == seconds


def test_many_who_wait_for_the_hours_wait_once():
    passed = Time()
    begins = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)  # 10:00 in China
    hours = Hours((time(22), time(6)), lambda: begins + timedelta(seconds=passed.at), passed.sleep)

    async def run():
        await asyncio.gather(*(hours.begin() for _ in range(3)))

    asyncio.run(run())
    assert (hours.waited_s, passed.at) == (12 * 3600, 12 * 3600)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0000000000120", 120.0), ("000", 0.0), ("1" + "0" * 5000, 1e8)],
    ids=["leading zeros", "zeros", "more than anybody waits"],
)
def test_a_retry_after_of_many_digits_is_read(value, seconds):
    assert retry_after_s(value, datetime(2023, 12, 15, 2, 0, tzinfo=UTC)) == seconds


def test_whoever_waited_after_its_turn_keeps_the_pause_from_the_last_request():
    """Two turns of a host come while others hold the machine that serves it."""
    time = Time()

    async def run():
        pace, sent = Pace(1.0, time.clock, time.sleep), []
        await pace.turn()
        await pace.turn()
        time.at = 3.0  # the machine is free now
        for _ in range(2):
            await pace.apart()
            sent.append(time.at)
        pace.close(9)  # the second was told so
        await pace.apart()
        return [*sent, time.at]

    assert asyncio.run(run()) == [3.0, 4.0, 13.0]
