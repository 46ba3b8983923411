"""One crawler a file, each run in a process of its own: `python -m benchmarks.peers.NAME`."""
