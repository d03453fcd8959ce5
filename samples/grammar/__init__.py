"""Labels from a grammar: random contents that add up, said in random words, with the truth of every row.

`python -m samples grammar --seed 1 --count 1000 --texts DIR` writes them as texts, `--pictures DIR` draws them.
"""

from samples.grammar.content import Content
from samples.grammar.record import record
from samples.grammar.text import text_lines
from samples.grammar.writer import draw_content

__all__ = ["Content", "draw_content", "record", "text_lines"]
