"""Drawing a page in Chromium, and reading what the drawing shows."""
