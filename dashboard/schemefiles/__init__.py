"""Indicator systems carried to Excel and back, edited, checked fault by fault, compared."""
