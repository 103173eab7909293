"""The slot language: a checked subset of Jinja2, as our own tree. Start with template.py."""
