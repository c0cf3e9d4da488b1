"""The face towards anyone: respondents and visitors."""
