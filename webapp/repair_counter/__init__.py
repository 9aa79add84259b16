"""Applications for repair on paper, entered at the counter."""
