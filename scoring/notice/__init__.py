"""A 工作要点 or 实施方案 as written -> tasks, each word with its place in the text."""
