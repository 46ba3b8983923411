"""What passes over the wire, how politely, and how it ended."""
