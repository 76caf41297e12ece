"""PDFs that keep their pages, read back by other means."""
