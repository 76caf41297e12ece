"""What the pages of a PDF draw: fonts decoded, text placed glyph by glyph, graphics with their bounds. A pure ring beside markings."""
