"""`make run`: web and engine as siblings, looked after by one parent that leaves nothing behind."""
