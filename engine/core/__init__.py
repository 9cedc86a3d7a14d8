"""A Realtime session without I/O: facts and client events go in, server events and orders come out."""
