"""An answer that waits for its turn to be taken in: a large body waits on disk, not in memory."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from crawlers.network.body import LARGE_BYTES
from crawlers.network.response import Response


class Parked:
    """To be asked for its response once, or closed.

    Args:
        folder: where a large body waits, in a file without a name.
    """

    def __init__(self, response: Response, folder: Path) -> None:
        self._response = response
        self._file: BinaryIO | None = None
        if len(response.body) > LARGE_BYTES:
            self._response = replace(response, body=b"")
            self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (closed when it is read)
            self._file.write(response.body)

    def response(self) -> Response:
        """The answer as it came."""
        if self._file is None:
            return self._response
        with self._file as file:
            file.seek(0)
            return replace(self._response, body=file.read())

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
