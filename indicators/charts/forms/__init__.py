"""The forms of charts: each makes a drawing of observations."""
