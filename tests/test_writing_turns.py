"""Writers of one process: first come, first served, and nobody is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from data.reviews import Assignment
from data.storage.turns import Turns, turns_at
from tests import rounds


def test_those_who_wait_come_in_the_order_they_came():
    turns, order, threads = Turns(), [], []

    def come(number):
        with turns.turn():
            order.append(number)

    with turns.turn():
        for number in range(5):
            threads.append(Thread(target=come, args=(number,)))
            threads[-1].start()
            while len(turns._waiting) <= number:  # until it waits
                pass
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]
    assert not turns._taken


def test_whoever_fails_lets_the_next_in():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass


def test_one_row_for_one_database():
    assert turns_at("sqlite:///a.db") is turns_at("sqlite:///a.db")
    assert turns_at("sqlite:///a.db") is not turns_at("sqlite:///b.db")


def test_forty_who_write_at_once_all_write_and_readers_do_not_wait(store):
    """More than there are connections: whoever waits to write holds none."""
    rounds.create(store)
    begun = Event()

    def write(number):
        begun.wait()
        given = [Assignment("poor", f"i{number}", "anna")]
        store.assign("r1", given, rounds.AT, "office")

    with ThreadPoolExecutor(40) as pool:
        done = [pool.submit(write, number) for number in range(40)]
        begun.set()
        assert store.stage("r1") is None
        for each in done:
            each.result()
    assert len(store.assignments("r1")) == 40
    assert store.verify_trail().fault == ""
