"""Simulated cameras: real H.264 files and stills, uploaded over real FTP as cameras do."""
