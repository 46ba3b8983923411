"""Parts of the view that compiles a notice into tasks."""
