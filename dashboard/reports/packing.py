"""ZIP files that are the same bytes for the same content, whenever they are written."""

import io
import zipfile
from collections.abc import Iterable

_THEN = (1980, 1, 1, 0, 0, 0)  # the first day that ZIP knows


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of these files in this order, all of one day."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content)
    return body.getvalue()


def repacked(body: bytes) -> bytes:
    """The same ZIP without the hour at which it was written."""
    with zipfile.ZipFile(io.BytesIO(body)) as made:
        return packed([(entry.filename, made.read(entry)) for entry in made.infolist()])
