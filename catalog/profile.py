"""Who the answer is for. Enters only limits, gates and flags, never the evidence."""

from dataclasses import dataclass
from typing import Literal

Sex = Literal["m", "f"]

INFANT_BELOW_Y = 1
ADULT_FROM_Y = 18
OLDER_FROM_Y = 65


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as far as they said; what was not said is None and is never guessed."""

    age_y: float | None = None
    sex: Sex | None = None
    pregnant: bool = False
    breast_feeding: bool = False
    authority: str = "US"
    """Whose limit counts: a market code such as US, EU, UK, DE, AU, JP."""
    conditions: tuple[str, ...] = ()
    """Ids of `safety.choosable_conditions()`: kidney_disease, dialysis, diarrhoea, surgery ..."""
    medicines: tuple[str, ...] = ()
    """Ids of `safety.choosable_medicines()`: tetracyclines, levothyroxine, levodopa ..."""
    with_adult: bool = False
    """Under 18: an adult is looking along."""

    servings_where_unread: float | None = None
    """Servings a day the person takes of a product whose directions were not read; None: not said."""

    def __post_init__(self) -> None:
        if self.age_y is not None and not 0 <= self.age_y <= 130:
            raise ValueError(f"age_y must be 0 to 130 years, not {self.age_y}")
        if self.servings_where_unread is not None and not 0 < self.servings_where_unread <= 20:
            raise ValueError(
                f"servings a day must be above 0 and at most 20, not {self.servings_where_unread}"
            )

    @property
    def life_stage(self) -> str:
        """Pregnant, breast_feeding or "": the column of the limit table."""
        if self.pregnant:
            return "pregnant"
        return "breast_feeding" if self.breast_feeding else ""

    @property
    def is_infant(self) -> bool:
        return self.age_y is not None and self.age_y < INFANT_BELOW_Y

    @property
    def is_minor(self) -> bool:
        return self.age_y is not None and self.age_y < ADULT_FROM_Y

    @property
    def may_be_older(self) -> bool:
        """From 65 years on, or of an age that was not said: what is unknown may be so."""
        return self.age_y is None or self.age_y >= OLDER_FROM_Y
