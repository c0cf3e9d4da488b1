"""Likely as one Django app."""

from django.apps import AppConfig


class LikelyConfig(AppConfig):
    name = "likely"
    label = "likely"
