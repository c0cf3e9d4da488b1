"""The face towards staff: pages."""
