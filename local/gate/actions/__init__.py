"""From an operation and its parameters to the actions and resources that IAM is asked about."""
