"""Parts of the screens that read what somebody hands in: reports, budgets, notices."""
