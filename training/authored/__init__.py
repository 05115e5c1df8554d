"""Passages written for this project, and the checker of their labels."""
