"""Raw reports and history files to observations: parsing, ignore rules, redaction; pure."""
