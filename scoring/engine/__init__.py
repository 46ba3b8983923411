"""Scores of all units of a round at once, with numpy; `scoring.score` is the plain reference.

**Exact.** Points become integers over one common denominator, so sums, rescaling, gates, caps and
penalties are arithmetic of integers: int64 while every number stays below 2^53, Python's own
integers beyond. Floats decide nothing by themselves. A quotient of two integers below 2^53 is
rounded correctly, so of two unequal quotients the larger is larger; equal ones are compared again
as fractions. A score made here is, to the last digit of its canonical text, the one of the
reference.

What it does not know (`fits`) it leaves to the reference.
"""
