"""Findings: what a report says of somebody, each tied to its words."""
