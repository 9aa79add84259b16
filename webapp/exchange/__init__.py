"""推送与回执: what is owed to the city platform, what it answered, and where its data differ from ours."""
