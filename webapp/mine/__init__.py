"""An applicant's own cases: list, case page, supplementing papers, withdrawing."""
