"""How much magnesium: what the label says of it in one place after the other, and what each amount is.

`statements` gathers the places, rows of the panel and phrases of the text, with the role of every amount in them.
`rules` decides what the amounts of one place are, elemental magnesium or the weight of a salt: one ordered table,
the strongest evidence first. `choice` takes the place that counts and says how sure it is.
"""
