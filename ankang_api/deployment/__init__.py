"""What a release needs: its lock, and which migrations the database has had."""
