"""The page on which a person makes and revokes tokens for the API."""
