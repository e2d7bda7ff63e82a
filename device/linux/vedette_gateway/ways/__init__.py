"""Ways in beside the gateway's own FTP server."""
