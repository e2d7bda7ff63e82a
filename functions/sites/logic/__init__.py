"""What sites decide, with plain values."""
