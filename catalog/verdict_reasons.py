"""The sentences that decide a verdict: filled in from verdicts.csv for one product."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from catalog.goals import ANY_FORM, evidence, goal_named
from catalog.question import OF_FINDING
from catalog.reasons import JUDGEMENT, Reason, Scored, effects_of, form_names, main_forms
from catalog.verdict import doses, rules
from catalog.verdict_words import DOES_NOT_FIT, WEAK

GROUP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "children": "children",
        "low_magnesium": "people with low magnesium",
        "menstrual_migraine": "women with menstrual migraine",
        "older_adults": "older adults",
        "pms": "women with premenstrual symptoms",
        "pregnant": "pregnant women",
    }
)
"""The groups of goals.WHO_ONLY, in words."""
VALUE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "elemental_mg": "the amount",
        "forms": "the form",
        "serving": "the serving",
        "directions": "the directions",
    }
)
"""The fields of product_table.DECIDING, in words."""


def verdict_reasons(scored: Scored) -> tuple[Reason, ...]:
    """The sentences that decide a verdict: every open question, or every rule that allows no better one."""
    row, verdict = scored.values, int(scored.values["verdict"])
    found = []
    for rule in rules().values():
        holds = bool(row.get(rule.id, False))
        if holds and (rule.verdict == verdict or (rule.is_open and verdict > DOES_NOT_FIT)):
            found.append(_verdict_reason(scored, rule.id, None))
    if verdict == int(row["level"]) and verdict >= DOES_NOT_FIT:
        found += [_verdict_reason(scored, key, form) for key, form in _deciding_forms(scored, verdict)]
    return tuple(dict.fromkeys(found))


def _deciding_forms(scored: Scored, verdict: int) -> Iterator[tuple[str, str]]:
    """The rule and the form of each finding that allows no better verdict."""
    goal = scored.question.goal
    of_form = {form: OF_FINDING[scored.question.evidence[form].finding] for form in main_forms(scored)}
    if verdict == WEAK and DOES_NOT_FIT in of_form.values() and max(of_form.values()) > WEAK:
        yield "mixture", next(form for form, level in of_form.items() if level == DOES_NOT_FIT)
        return
    for form, level in of_form.items():
        if level != verdict:
            continue
        row, own = scored.question.evidence[form], evidence(goal, form)
        if row.finding != own.finding:
            yield f"other_people_{row.finding}", form
        elif not row.confirmed and row.finding == "no_benefit":
            yield "no_benefit_unconfirmed", form
        elif row.form == ANY_FORM and row.finding == "no_benefit":
            yield "no_benefit_of_others", form
        else:
            yield row.finding, form


def _verdict_reason(scored: Scored, rule_id: str, form: str | None) -> Reason:
    rule, product = rules()[rule_id], scored.product
    own = rule.source
    values: dict[str, str] = {"goal": goal_named(scored.question.goal).name}
    if form is not None:
        row = scored.question.evidence[form]
        values |= {**form_names(form), "who": GROUP_WORDS.get(row.who_only, "")}
        own = own or row.source
    if rule_id in {"works_against", "ingredient_caution"}:
        effect = "against" if rule_id == "works_against" else "caution"
        rows = [row for row in effects_of(scored) if row.effect == effect]
        values["ingredients"] = " ".join(dict.fromkeys(row.text for row in rows))
        own = tuple(dict.fromkeys(source for row in rows for source in row.source))
    if rule.rests_on == "dose" and not own:
        own = scored.question.limit.source
        of_form = {name: scored.question.evidence[name] for name in main_forms(scored)}
        bounds = [doses(scored.question, name) for name in of_form]
        least = [dose.least for dose in bounds if dose.least is not None]
        most = [dose.most for dose in bounds if dose.most is not None]
        end = "high_mg" if rule_id == "more_than_studied" else "low_mg"
        values |= {
            "mg": f"{scored.values[end]:g}",
            "least": f"{max(least, default=0):g}",
            "most": f"{min(most, default=0):g}",
            "basis": "trials gave" if any(row.studied for row in of_form.values()) else "we count as right",
        }
        if "limit" not in rule_id:
            own = tuple(source for row in of_form.values() for source in row.source)
    if rule_id == "unchecked":
        values["values"] = ", ".join(VALUE_WORDS[name] for name in product.to_check if name in VALUE_WORDS)
    return Reason("verdict", rule.text.format(**values), tuple(dict.fromkeys(own)) or JUDGEMENT)
