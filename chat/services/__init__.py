"""Use cases as plain functions, one module a noun."""
