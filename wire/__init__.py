"""How signed messages travel to other systems and back: what notices and the exchange share."""
