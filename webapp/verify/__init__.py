"""文书核验: anybody checks whether a letter is the office's, and whether a file is the letter that was signed."""
