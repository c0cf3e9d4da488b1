"""The mathematics of the score. Pure: small arrays in, frozen estimates out; no Django, no SQL."""
