"""What it means: a Slice, one aggregate query, exact mathematics, estimates. Works without a server."""
