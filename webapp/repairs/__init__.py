"""An applicant's pages about credit repair."""
