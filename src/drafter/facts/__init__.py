"""Facts: kinds, values, reading what people type, filters, the vocabulary. Start with spec.py."""
