"""Annual reports, budgets and final accounts read and checked by themselves, without a round."""
