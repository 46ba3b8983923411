"""Parts of the view of one unit."""
