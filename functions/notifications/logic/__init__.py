"""What notifications decide; plain values, no AWS."""
