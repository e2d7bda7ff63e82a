"""What clips keeps in AWS; it decides nothing."""
