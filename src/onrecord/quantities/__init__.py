"""Quantities as numbers: what is counted, how many, in which unit, and to which event it belongs.

>>> document = analyse("Pyongyang sent more than 10,000 troops.")  # doctest: +SKIP
>>> (quantity,) = find_quantities(document)  # doctest: +SKIP
>>> quantity.value, quantity.approx, quantity.of  # doctest: +SKIP
(10000.0, 'over', 'troops')
"""

from onrecord.quantities.attaching import attach
from onrecord.quantities.counted import Counted, find_quantities

__all__ = ["Counted", "attach", "find_quantities"]
