"""Parts of views: a room for every view that has more than fits in its file."""
