"""The face towards operators and analysts: the `likely` command."""
