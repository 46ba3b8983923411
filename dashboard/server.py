"""The dashboard as a server: Streamlit's screens, with the entrance beside them.

Run by `gkc serve`, as a process of its own: `python -m dashboard.server PORT ADDRESS [--open]`.
"""

import os
import sys
from importlib.util import find_spec

from streamlit.starlette import App

from dashboard.entrance import OPEN, ROUTES, is_loopback

# Named, because a browser that only knows "sans-serif" may pick the Japanese shapes of characters.
FONT = (
    '"Source Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", '
    "sans-serif"
)


def main(port: int, address: str, *, open_: bool) -> None:
    """Serve until the process is ended.

    Raises:
        ValueError: it is to be open to everybody, and not on this machine only.
    """
    if open_ and not is_loopback(address):
        raise ValueError(f"open on {address}")
    os.environ[OPEN] = "1" if open_ else ""
    spec = find_spec("streamlit_app")
    assert spec is not None  # gkc serve looked
    assert spec.origin is not None
    # An installed program has no .streamlit/config.toml beside it: what matters is said here too.
    App(spec.origin, routes=ROUTES).run(
        config={
            "server.port": port,
            "server.address": address,
            "server.headless": True,
            "server.fileWatcherType": "none",
            "runner.postScriptGC": False,
            "browser.gatherUsageStats": False,
            "client.showErrorDetails": "none",
            "client.toolbarMode": "minimal",
            "theme.font": FONT,
            "theme.light.primaryColor": "#1f5a96",
            "theme.dark.primaryColor": "#7fb2e5",
        }
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], open_="--open" in sys.argv[3:])
