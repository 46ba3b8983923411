from dataclasses import replace

import pytest

from crawlers.looks.parked import Parked
from crawlers.network.body import LARGE_BYTES
from crawlers.network.response import Response
from data.types import Fetch, FetchOutcome
from tests.test_collect import AT, HOME

SMALL = Response(Fetch(HOME, FetchOutcome.OK, AT, 200), b"<html>", (("Server", "x"),))
LARGE = replace(SMALL, body=bytes(range(256)) * (LARGE_BYTES // 256) + b"!")


@pytest.mark.parametrize("response", [SMALL, LARGE], ids=["small", "large"])
def test_an_answer_comes_back_as_it_was(tmp_path, response):
    assert Parked(response, tmp_path).response() == response


def test_a_large_body_leaves_memory_and_no_file_with_a_name(tmp_path):
    parked = Parked(LARGE, tmp_path)
    assert parked._response.body == b""
    assert list(tmp_path.iterdir()) == []
    parked.close()
    assert parked._file.closed
