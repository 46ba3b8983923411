"""The dashboard on a day that a file names, for tests alone: `python round_server.py PORT`, and
the jobs that it starts: `python round_server.py job …`.
"""

import os
import sys
from datetime import datetime
from pathlib import Path

from crawlers import clock

DAY = Path(os.environ["GKC_TEST_CLOCK"])
clock.now = lambda: datetime.fromisoformat(DAY.read_text(encoding="utf-8"))

if __name__ == "__main__" and sys.argv[1] == "job":
    from dashboard.jobs.work import main as work

    work(sys.argv[2:])
elif __name__ == "__main__":
    from dashboard.jobs import roundjob

    roundjob.PROGRAM = (__file__, "job")
    from dashboard.entry.server import main  # asks the clock by its name: only now

    main(int(sys.argv[1]), "127.0.0.1", open_=False)
