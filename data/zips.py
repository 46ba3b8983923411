"""What Python's libraries raise on a damaged ZIP: they trust what they read."""

import lzma
import struct
import zipfile
import zlib

DAMAGED_BYTES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    LookupError,
    ValueError,
    EOFError,
    ArithmeticError,
    RuntimeError,  # encrypted; NotImplementedError is one too
)
# With bz2, which says so with an OSError. Not where a disk that fails must not be called damage.
DAMAGED = (*DAMAGED_BYTES, OSError)
