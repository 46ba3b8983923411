"""Pictures that are evidence: screenshots that people brought, pictures that were archived.

None is handed on as it came: it is decoded and drawn anew, without what a file hides beside its
pixels, and no larger than a reader needs.
"""

import io

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 40_000_000
_WIDEST = 1600  # pixels on a screen
_PRINTED = 1000  # pixels in a document: 162 mm at 157 dots an inch
_QUALITY = 80  # of JPEG: small letters of a screenshot stay sharp


def picture(content: bytes) -> bytes | None:
    """A picture drawn anew as PNG; None when the bytes are none, or too many pixels."""
    drawn = _drawn(content, _WIDEST)
    return _saved(drawn, "PNG") if drawn else None


def printed(content: bytes) -> bytes | None:
    """The same as a small JPEG, for documents."""
    drawn = _drawn(content, _PRINTED)
    return _saved(drawn, "JPEG", quality=_QUALITY) if drawn else None


def _drawn(content: bytes, widest: int) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            drawn = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    drawn.thumbnail((widest, MOST_PIXELS))
    return drawn


def _saved(drawn: Image.Image, kind: str, **how: int) -> bytes:
    out = io.BytesIO()
    drawn.save(out, kind, **how)
    return out.getvalue()
