"""Pages and their posts, one noun a file."""
