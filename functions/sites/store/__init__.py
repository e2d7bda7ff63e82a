"""Where sites are kept; decides nothing."""
