"""Passages written for this project, and the checker of their labels.

The passages are training material in the style of news wires, not news: events, figures and above all the words put
into the mouths of people who exist are made up, and nothing in them may be cited as having been said or done.
"""
