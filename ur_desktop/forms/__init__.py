"""YAML policy forms: read, check and turn into policies. The only reader of forms/."""
