"""What is known about magnesium: forms, names, limits, evidence. No pictures, no screens."""
