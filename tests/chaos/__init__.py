"""`make chaos`: break every part under load, and see that nothing is lost, doubled or left open."""
