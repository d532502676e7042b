"""Widgets that know nothing of the domain: theme, fields, tables, icons, focus."""
