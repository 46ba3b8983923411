"""Parts of the view of indicator systems."""
