"""How a message or a link reaches somebody."""
