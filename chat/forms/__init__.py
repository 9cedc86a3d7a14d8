"""What people fill in on pages."""
