"""Tools that know nothing of surveys or scores."""
