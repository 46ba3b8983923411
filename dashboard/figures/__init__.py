"""The sums that views show: pure functions, one module a view or a part of one."""
