"""The face towards machines: /api/v1."""
