"""drafter: write Chinese work reports and official documents from the keyboard, offline."""

__version__ = "0.3.0"
