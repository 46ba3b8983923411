"""The parts of one look at one site: kept, followed, tried again, not seen."""
