"""The dashboard as a server: Streamlit's screens, with the entrance beside them.

Run by `gkc serve`, as a process of its own:
`python -m dashboard.entry.server PORT ADDRESS [--open]`.
"""

import os
import sys
from importlib.util import find_spec

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard.entry import entrance, tongue, visited
from dashboard.entry.entrance import OPEN, is_loopback
from dashboard.entry.uploading import OnlyKnown
from data.uploads import MOST_BYTES

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
    openid = st.secrets.load_if_toml_exists() and "auth" in st.secrets
    guard = Middleware(OnlyKnown, openid=openid)
    routes = [*entrance.ROUTES, *tongue.ROUTES, *visited.ROUTES]
    App(spec.origin, routes=routes, middleware=[guard]).run(
        config={
            "server.port": port,
            "server.address": address,
            "server.headless": True,
            "server.fileWatcherType": "none",
            "server.maxUploadSize": MOST_BYTES // 1024**2,
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
