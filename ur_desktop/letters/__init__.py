"""Letters: facts to HTML to tagged PDF. The only reader of report_templates/."""
