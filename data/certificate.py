"""The certificate of a round: one zip that says what was found, judged and scored, and lets anybody
score it again. This module packs it, `certificate_reading` opens it; what its files say is in
`certificate_lines`.

The zip is the same whenever it is made of the same values: its files come in one order, with one
time, and what it says of the time of sealing is stored with the round. `manifest.json` has the
SHA-256 of every file, and an identity of its own that does not depend on how zlib packs.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from data.canonical import dumps

FORMAT = "gkc-certificate-1"
MANIFEST = "manifest.json"
ABOUT, SCHEME, UNITS = "说明.txt", "scheme.yaml", "units.csv"
FINDINGS, JUDGEMENTS, METRICS = "findings.jsonl", "judgements.jsonl", "metrics.jsonl"
EVIDENCE, SCORES, RANKING = "evidence.csv", "scores.csv", "ranking.csv"
FOLDER = "evidence/"
ALWAYS = (ABOUT, SCHEME, UNITS, FINDINGS, JUDGEMENTS, EVIDENCE, SCORES, RANKING)

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_MODE = 0o100644 << 16


class CertificateError(Exception):
    """A certificate that cannot be made or believed: Chinese sentences, the first one in short."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(sentences[0])


class Packer:
    """A certificate being written. Give the files in their order, then `finish`; `close` it."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file, "w")
        self._files: dict[str, dict[str, object]] = {}

    def add(self, name: str, pieces: Iterable[bytes], *, packed: bool = True) -> None:
        """A file, taken piece by piece; `packed`: to be compressed."""
        digest, size = sha256(), 0
        with self._zip.open(entry(name, packed), "w", force_zip64=True) as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        self._files[name] = {"sha256": digest.hexdigest(), "bytes": size}

    def close(self) -> None:
        """To be called in any case, while the file is open."""
        self._zip.close()

    def finish(self, head: Mapping[str, object]) -> str:
        """Write the manifest, end the zip, and return the identity of the certificate.

        Args:
            head: what the manifest says besides the files; plain JSON.
        """
        manifest = {"format": FORMAT, **head, "files": self._files}
        manifest["id"] = identity(manifest)
        with self._zip.open(entry(MANIFEST, True), "w", force_zip64=True) as out:
            out.write(manifest_text(manifest))
        self.close()
        return str(manifest["id"])


def identity(manifest: Mapping[str, Any]) -> str:
    """SHA-256, hex, of all that a manifest says, but for WARC files: with or without them it is
    the same certificate.
    """
    files = {name: of for name, of in manifest["files"].items() if not name.startswith(FOLDER)}
    return sha256(dumps({**manifest, "files": files, "id": None}).encode()).hexdigest()


def entry(name: str, packed: bool) -> ZipInfo:
    """How a file stands in the table of the zip."""
    info = ZipInfo(name, _TIME)
    info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
    info.external_attr = _MODE
    info.create_system = 3  # Unix, wherever we are
    return info


def manifest_text(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as it is written, byte for byte."""
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return text.encode() + b"\n"
