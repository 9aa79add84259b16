"""Commitments (信用承诺): the register, the follow-up of each, and what is published."""
