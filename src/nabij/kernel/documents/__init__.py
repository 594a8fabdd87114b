"""Documents out: one typed content, printed as tagged PDF and as Word. Knows no module; a letter, note or sheet is made of its blocks."""
