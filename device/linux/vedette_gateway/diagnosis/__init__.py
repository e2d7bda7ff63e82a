"""What can be wrong with a gateway's computer, network and cloud, and how to mend it."""
