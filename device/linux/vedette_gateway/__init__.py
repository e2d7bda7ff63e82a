"""The gateway: takes clips from FTP cameras and brings them to the cloud without losing one."""
