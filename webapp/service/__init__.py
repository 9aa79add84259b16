"""The register of service (送达回证): what waits to be handed over, and what was, with its proof."""
