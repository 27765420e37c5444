"""What pages show of records: values in words, marked text, corrections."""
