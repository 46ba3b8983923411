"""`wget -r --quiet`: the same, and says nothing of it, which halves its work."""

from benchmarks.peers.wget import run

if __name__ == "__main__":
    run("--quiet")
