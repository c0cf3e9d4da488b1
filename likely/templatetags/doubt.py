"""Reasons of doubt in templates."""

from django import template

from likely.web.doubt import doubt_words

register = template.Library()
register.filter(doubt_words)
