"""Scripts for those who build the product."""
