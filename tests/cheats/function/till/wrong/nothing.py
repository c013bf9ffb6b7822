"""Nothing is there."""
