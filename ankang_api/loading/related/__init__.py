"""Relations of loaded records: those that are set when all records exist, and those to withdrawn records."""
