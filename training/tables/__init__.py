"""What makes the tables of countries and leaders from public data."""
