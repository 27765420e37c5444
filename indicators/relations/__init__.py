"""Results of relations and derived indicators, computed from the records that queries read here."""
