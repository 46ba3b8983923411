"""Measurements that can be repeated. Nothing here is installed with the program."""
