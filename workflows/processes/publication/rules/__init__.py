"""The law of publication: what may be displayed, which clocks run, and what each act decides."""
