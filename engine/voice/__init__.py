"""Hearing and speaking: turns, recognition, synthesis, resampling."""
