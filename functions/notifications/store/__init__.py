"""What notifications keep and where they send; it decides nothing."""
