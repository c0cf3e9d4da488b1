"""What came back: one pipeline from submission to stored response."""
