"""The bank (词句库): phrases of all layers, searched and suggested. Knows nothing of the other rooms."""
