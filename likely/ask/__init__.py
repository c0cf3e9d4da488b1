"""What is asked, of whom, when."""
