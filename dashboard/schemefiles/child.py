"""The child process of `dashboard.schemefiles.reading`: a line of JSON and a file in, JSON out."""

import json
import sys
from pathlib import PurePath

from dashboard.rounds.steps import checks
from dashboard.schemefiles.exchange import Told, imported
from dashboard.schemefiles.reading import limits
from data.scheme_sheets.grid import sheets_in
from data.schemes import SchemeError, bind, parse_scheme, scheme_text


def main() -> None:
    """Read what stands on stdin; a refusal is an answer too."""
    limits()
    asked = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read(asked["size"])
    try:
        told = Told(asked["id"], asked["title"], asked["kind"])
        answer = _read(asked["name"], body, told, asked["before"])
    except SchemeError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


def _read(name: str, body: bytes, told: Told, before: str) -> dict[str, object]:
    if PurePath(name).suffix.lower() in {".yaml", ".yml"}:
        text = scheme_text(body, name)
        bind(parse_scheme(text, name), checks())
        return {"text": text, "notes": []}
    made = imported(name, sheets_in(name, body), told, before)
    return {"text": made.text, "notes": list(made.notes)}


if __name__ == "__main__":
    main()
