"""Words that only the picture of a page shows, as an OCR engine recognizes them."""
