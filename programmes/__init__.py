"""What was planned and achieved: programmes, their parts, achievements; and the views that need both apps."""
