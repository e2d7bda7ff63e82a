# What the gateway uses of pyftpdlib 2.2, which has no types of its own.
