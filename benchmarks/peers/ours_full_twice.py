"""Full collect in two processes."""

from benchmarks.peers.ours_bare import settings_for
from benchmarks.peers.ours_full import collect
from benchmarks.peers.task import Task

if __name__ == "__main__":
    given = Task.of_command_line()
    collect(given, settings_for(given.starts), processes=2)
