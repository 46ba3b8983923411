import asyncio

from crawlers.pace import Pace


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
