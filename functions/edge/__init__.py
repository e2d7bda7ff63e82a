"""The edge: the only place that turns errors into answers, and that logs, measures and traces."""
