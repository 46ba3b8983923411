"""The log for machines: JSON lines, no personal data, whole ones from many processes."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from crawlers.logs import Lines, LogError, line_of, set_up, take_down
from tests.commands import gkc

ID = "11010519491231002X"  # GB 11643-1999, annex A
PHONE = "13800138000"


def record(text, *args, **extra):
    made = logging.LogRecord("data.writer", logging.WARNING, "x.py", 1, text, args, None)
    made.__dict__ |= extra
    return made


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_tells_when_what_and_where():
    told = json.loads(line_of(record("%s 条\n换行", 3, facts={"round": "r1", "seconds": 1.5})))
    assert told.pop("at").endswith("+00:00")
    assert told.pop("process") > 0
    assert told == {
        "level": "warning", "module": "data.writer", "what": "3 条\n换行", "round": "r1",
        "seconds": 1.5,
    }  # fmt: skip


def test_no_line_holds_personal_data():
    try:
        raise ValueError(f"张三 {ID}")
    except ValueError:
        trouble = sys.exc_info()
    text = line_of(
        record("电话 %s，%s", PHONE, "138 0013 8000", facts={"who": ID}, exc_info=trouble)
    )
    for personal in (ID, PHONE, "138 0013 8000", "19491231"):
        assert personal not in text
    assert "ValueError: 张三 110*************2X" in json.loads(text)["error"]


def test_a_full_file_gives_way_to_the_next(tmp_path):
    path = tmp_path / "log" / "gkc.log"
    lines = Lines(path, most=300, kept=2)
    for number in range(12):
        lines.emit(record("%03d", number))
    files = [path, *(Path(f"{path}.{n}") for n in (1, 2))]
    assert sorted(path.parent.iterdir()) == files
    assert all(each.stat().st_size <= 300 for each in files)
    numbers = [int(told["what"]) for each in reversed(files) for told in read(each)]
    assert numbers == list(range(12 - len(numbers), 12))


def test_many_processes_write_whole_lines_and_lose_none(tmp_path):
    path = tmp_path / "gkc.log"
    code = (
        "import logging, sys\nfrom pathlib import Path\nfrom crawlers.logs import Lines\n"
        "lines = Lines(Path(sys.argv[1]), most=20_000, kept=50)\n"
        "for n in range(200):\n"
        "    lines.emit(logging.LogRecord(sys.argv[2], 30, '', 1, f'{n} ' + '长' * 50, (), None))\n"
    )
    words = [sys.executable, "-c", code, str(path)]
    root = Path(__file__).parents[1]
    running = [subprocess.Popen([*words, f"p{n}"], cwd=root) for n in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    told = [each for file in tmp_path.glob("gkc.log*") for each in read(file)]
    for n in range(3):
        mine = {int(each["what"].split()[0]) for each in told if each["module"] == f"p{n}"}
        assert mine == set(range(200))


def test_set_up_is_undone(tmp_path):
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    lines = set_up({"GKC_LOG": "json"}, tmp_path / "gkc.log")
    assert set_up({"GKC_LOG": "json"}, tmp_path / "gkc.log") is None
    logging.getLogger("data.x").info("ours")
    logging.getLogger("other").info("theirs")
    take_down(lines)
    assert root.handlers == before
    assert [each["what"] for each in read(tmp_path / "gkc.log")] == ["ours"]


def test_nothing_is_written_unless_asked_for(tmp_path):
    assert set_up({}, tmp_path / "gkc.log") is None
    with pytest.raises(LogError, match="GKC_LOG=xml 无效；写 json"):
        set_up({"GKC_LOG": "xml"}, tmp_path / "gkc.log")
    assert list(tmp_path.iterdir()) == []


def test_a_command_leaves_one_line_without_its_words(tmp_path, monkeypatch):
    monkeypatch.setenv("GKC_LOG", "json")
    gkc(tmp_path, "units", "import", f"{PHONE}.csv")
    [told] = [e for e in read(tmp_path / "var" / "log" / "gkc.log") if "command" in e]
    assert (told["command"], told["code"]) == ("units", 1)
    assert told["seconds"] >= 0
    monkeypatch.setenv("GKC_LOG", "xml")
    wrong = gkc(tmp_path, "rounds", "list")
    assert (wrong.code, wrong.out) == (1, "")
    assert "GKC_LOG=xml 无效" in wrong.err
