"""Many looks side by side: in one process, in several, on several machines."""
