"""What a look brought home, and what of it may be believed. Pure: a person could redo it."""
