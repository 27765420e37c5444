"""What is measured, where, when, and in which words of a report; its history, checks and admin."""
