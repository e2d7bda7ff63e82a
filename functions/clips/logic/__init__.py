"""What clips decides: plain functions over plain values, time passed in."""
