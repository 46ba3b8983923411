"""The queries, one subject a file; `data.store` puts them together."""
