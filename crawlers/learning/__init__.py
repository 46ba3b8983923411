"""The text model of topics and its training."""
