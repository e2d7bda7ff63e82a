"""Where the gateway touches the world: network, disk, processes, cloud."""
