"""Dates in Estonian: 27. nov 2025, 20:52."""

DATE_FORMAT = "j. b Y"
DATETIME_FORMAT = "j. b Y H:i"
YEAR_MONTH_FORMAT = "b Y"
MONTH_DAY_FORMAT = "j. b"
