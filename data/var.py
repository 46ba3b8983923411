"""Where run-time files are: database, evidence, demo sites, text models."""

import os
from pathlib import Path

# Machines that work together share the folder.
VAR = Path(os.environ.get("GKC_VAR") or "var")
