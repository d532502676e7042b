"""Parts that several screens share and that know the domain."""
