"""The steps between versions of the database, one file each in versions/, taken in their order.

`make migration NAME=what_for` writes the next one from what data/tables.py has and the last version
has not; read it before it is committed. Released steps never change.
"""
