"""From words with their place to the facts of the label: text only, no pictures."""
