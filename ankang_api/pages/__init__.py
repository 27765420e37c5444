"""The pages for readers, in Chinese and English. They read the same querysets as the API."""
