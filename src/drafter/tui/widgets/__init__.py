"""One file per region of a screen."""
