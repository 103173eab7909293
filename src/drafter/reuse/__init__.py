"""Last year's report as a new draft: its outline, its wording, its facts as open slots with the old values beside."""
