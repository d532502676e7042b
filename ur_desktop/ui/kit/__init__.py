"""Widgets that know nothing of the domain: look, fields, tables, buttons, labels, focus."""
