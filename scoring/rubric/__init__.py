"""A sentence of an indicator table -> what it takes off or gives, and the machine rule for it."""
