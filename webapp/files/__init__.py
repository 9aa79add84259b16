"""Evidence on its way in, letters and evidence on their way out."""
