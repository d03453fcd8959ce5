"""Words that numbers need: one place for plurals."""


def counted(quantity: float, unit: str) -> str:
    """A number with its unit: "1 capsule", "2 gummies"."""
    return f"{quantity:g} {unit}"
