"""What `manage.py provider_check` tries, and what the results mean."""
