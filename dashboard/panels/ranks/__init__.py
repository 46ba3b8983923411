"""Parts of the view of places."""
