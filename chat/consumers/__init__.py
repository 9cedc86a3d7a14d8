"""Sockets: authorise, decode, call, encode."""
