"""Clips: from the file a camera sent to the objects the cloud has confirmed."""
