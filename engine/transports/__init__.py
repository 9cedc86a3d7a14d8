"""Thin carriers of a session's events and audio: a WebSocket and a WebRTC peer."""
