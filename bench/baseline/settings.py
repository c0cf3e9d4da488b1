"""Likely's settings, the plain view's addresses."""

from likely.settings import *  # noqa: F403

ROOT_URLCONF = "bench.baseline.urls"
