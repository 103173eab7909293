"""The check room: rules as data, document checks, findings with their place, clause and fix."""

from drafter.check.engine import Rules, apply_fixes, check_document, check_passages, check_text
from drafter.check.rule import Finding, Severity
from drafter.check.rule_file import load_rules

__all__ = [
    "Finding",
    "Rules",
    "Severity",
    "apply_fixes",
    "check_document",
    "check_passages",
    "check_text",
    "load_rules",
]
