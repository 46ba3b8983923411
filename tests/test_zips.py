"""Whatever is done to the bytes of a ZIP, its readers raise nothing but what is listed."""

import io
import random
import zipfile

from data.zips import DAMAGED


def test_damage_raises_nothing_that_is_not_listed():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as out:
        for kind in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_BZIP2,
            zipfile.ZIP_LZMA,
        ):
            out.writestr(f"{kind}.txt", "政务公开" * 50, compress_type=kind)
    body, draw, damaged = whole.getvalue(), random.Random(5), 0
    for _ in range(3000):
        changed = bytearray(body)
        for _ in range(draw.randint(1, 6)):
            changed[draw.randrange(len(changed))] = draw.randrange(256)
        if draw.random() < 0.2:
            del changed[draw.randrange(len(changed)) :]
        try:
            with zipfile.ZipFile(io.BytesIO(bytes(changed))) as found:
                for name in found.namelist():
                    found.read(name)
        except DAMAGED:
            damaged += 1
    assert damaged > 2000
