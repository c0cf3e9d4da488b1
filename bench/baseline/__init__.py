"""What the gate is measured against: the same row, stored by an ordinary Django view."""
