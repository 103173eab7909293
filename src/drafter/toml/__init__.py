"""TOML files people write by hand: values, lines, faults in Chinese. Start with file.py."""
