"""Places: which municipality a point, postcode or text belongs to, and how sure that is."""
