"""Turn a form's shape into a policy, and check the rules that need the whole form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice, product
from math import prod

from ur_desktop.domain.diagnoses import REQUEST_CONDITIONS
from ur_desktop.domain.errors import FormError
from ur_desktop.domain.evaluation.judge import NOT_APPLICABLE, Circumstances, Judged, decides, judge
from ur_desktop.domain.evaluation.measures import MEASURES
from ur_desktop.domain.policy import (
    FACTS,
    Attention,
    Checklist,
    Condition,
    Criterion,
    CriterionKind,
    Due,
    FactKind,
    FactQuestion,
    FactValue,
    Group,
    Named,
    Node,
    Policy,
    PolicyEvent,
    Provision,
    Requirement,
    Service,
    Threshold,
    criteria,
    walk,
)
from ur_desktop.domain.review import Mark
from ur_desktop.forms.shape import (
    AttentionShape,
    ConditionShape,
    CriterionShape,
    DueShape,
    FormShape,
    GroupShape,
    MeasureShape,
    NodeShape,
    UseShape,
)
from ur_desktop.yaml_file import KeyPath, YamlFile

MOST_NODES = 2_000
"""The criteria and groups of all sittings of a form; the longest that is shipped has about 100."""
MOST_TRIED = 100_000
"""How many of them are judged on a review whose facts are unknown: each once for every choice of values, or none."""
CITED = ("id", "title", "section", "text", "unmet", "ask")


def build(shape: FormShape, source: YamlFile, policy_id: str, version: date, edition: int = 1) -> Policy:
    """The policy that a form's shape describes; FormError lists every broken rule at once."""
    builder = _Builder(shape, source)
    checklists = builder.checklists()
    if builder.faults:
        raise FormError(f"{source.name} has errors.", "", tuple(builder.faults))
    return Policy(
        id=policy_id,
        version=version,
        digest=source.digest,
        title=shape.title,
        short_title=shape.short_title,
        publisher=shape.publisher,
        document=shape.document,
        description=shape.description,
        guidance=shape.guidance,
        history=tuple(PolicyEvent(item.on, item.event) for item in shape.history),
        services=tuple(
            Service(item.system, item.code, item.meaning, item.plain, item.focus, item.units_per_day)
            for item in shape.services
        ),
        facts=tuple(FactQuestion(name, item.ask, item.kind) for name, item in (shape.facts or {}).items()),
        checklists=checklists,
        next_review=shape.next_review,
        references=shape.references,
        revenue_codes=shape.revenue_codes,
        included_in_per_diem=shape.included_in_per_diem,
        provisions=tuple(Provision(item.section, item.text, item.checks) for item in shape.provisions),
        edition=edition,
    )


class _Builder:
    """Builds the checklists and keeps every fault, in the order of the file."""

    def __init__(self, shape: FormShape, source: YamlFile) -> None:
        self.shape = shape
        self.source = source
        self.faults: dict[str, None] = {}
        self.seen: dict[str, KeyPath] = {}
        self.repeated: set[str] = set()
        self.shared: Mapping[str, Group] = {}
        self.tried = 0

    def checklists(self) -> Mapping[str, Checklist]:
        """Every checklist, with shared groups in place."""
        self._facts()
        self.shared = {
            name: Group(self._nodes(item.all, ("shared", name, "all")), title=item.title)
            for name, item in (self.shape.shared or {}).items()
        }
        built = {
            name: Checklist(
                name,
                item.title,
                Group(self._nodes(item.all, ("checklists", name, "all")), title=item.title),
                item.review,
                item.advisory,
                item.companions,
                item.note or "",
                self._attention(item.attention, ("checklists", name, "attention")),
            )
            for name, item in self.shape.checklists.items()
        }
        if self._is_too_large(built):
            self._say(("checklists",), f"Over {MOST_NODES:,} criteria and groups are asked; split the form.")
            return built
        for checklist in built.values():
            self._checklist(checklist, built)
        return built

    def _is_too_large(self, built: Mapping[str, Checklist]) -> bool:
        """Whether shared groups and companions add up to more criteria than a review can ask."""
        nodes = (
            node
            for item in built.values()
            for part in _with_companions(item, built)
            for node in (item, *walk(part.root))
        )
        return next(islice(nodes, MOST_NODES, None), None) is not None

    def _say(self, place: KeyPath, rule: str) -> None:
        self.faults[self.source.fault(place, rule)] = None

    def _facts(self) -> None:
        for name, item in (self.shape.facts or {}).items():
            kind = FACTS.get(name)
            if kind is None:
                self._say(("facts", name), f"There is no such fact. Facts are {', '.join(FACTS)}.")
            elif kind is not item.kind:
                self._say(("facts", name, "kind"), f"This fact is of kind {kind.value}.")

    def _nodes(self, shapes: Iterable[NodeShape], place: KeyPath) -> tuple[Node, ...]:
        nodes: list[Node] = []
        for position, shape in enumerate(shapes):
            here = (*place, position)
            if isinstance(shape, UseShape):
                if shape.use in self.shared:
                    nodes.append(self.shared[shape.use])
                else:
                    known = ", ".join(self.shared) or "none that may be used here"
                    self._say(
                        (*here, "use"), f"There is no shared group {shape.use!r}. There is {known:.200}."
                    )
            elif isinstance(shape, CriterionShape):
                nodes.append(self._criterion(shape, here))
            else:
                nodes.append(self._group(shape, here))
        return tuple(nodes)

    def _criterion(self, shape: CriterionShape, here: KeyPath) -> Criterion:
        self._identify(shape.id, here)
        return Criterion(
            id=shape.id,
            title=shape.title,
            section=shape.section,
            text=shape.text,
            unmet=shape.unmet,
            ask=shape.ask,
            guidance=shape.guidance or "",
            kind=shape.kind,
            applies=self._condition(shape.applies, (*here, "applies")),
            due=self._due(shape.due, (*here, "due")),
            measure=self._measure(shape.measure, (*here, "measure")),
            carried=shape.carried,
            named=Named(shape.named.at_least, shape.named.what) if shape.named else None,
        )

    def _group(self, shape: GroupShape, here: KeyPath) -> Group:
        if shape.id:
            self._identify(shape.id, here)
        ways = [key for key in ("all", "any", "of") if getattr(shape, key) is not None]
        if len(ways) != 1 or (shape.at_least is None) == (ways == ["of"]):
            self._say(here, "A group has exactly one of all, any, or at_least with of.")
        way = ways[0]
        members: tuple[NodeShape, ...] = getattr(shape, way)
        if not members:
            self._say((*here, way), "A group needs members.")
        at_least = {"all": None, "any": 1}.get(way, shape.at_least)
        if at_least is not None and at_least > len(members):
            self._say((*here, "at_least"), f"At least {at_least} is more than the {len(members)} members.")
        if at_least is not None or shape.applies is not None:
            for key in CITED:
                if getattr(shape, key) is None:
                    self._say((*here, key), "A group that can be cited needs this wording.")
        elif shape.title is None:
            self._say((*here, "title"), "This key is needed.")
        return Group(
            self._nodes(members, (*here, way)),
            at_least,
            id=shape.id or "",
            title=shape.title or "",
            section=shape.section or "",
            text=shape.text or "",
            unmet=shape.unmet or "",
            ask=shape.ask or "",
            guidance=shape.guidance or "",
            applies=self._condition(shape.applies, (*here, "applies")),
            exclusive=shape.exclusive,
        )

    def _identify(self, node_id: str, here: KeyPath) -> None:
        if node_id in self.seen:
            first = self.source.line(self.seen[node_id])
            self.repeated.add(node_id)
            self._say((*here, "id"), f"The id {node_id} is already on line {first}; ids are used once.")
        self.seen.setdefault(node_id, (*here, "id"))

    def _condition(self, shape: ConditionShape | None, here: KeyPath) -> Condition | None:
        if shape is None:
            return None
        kind = FACTS.get(shape.fact)
        given = [value is not None for value in (shape.equals, shape.at_least, shape.under)]
        if kind is None:
            self._say((*here, "fact"), f"There is no fact {shape.fact!r}. Facts are {', '.join(FACTS)}.")
        elif kind is FactKind.DATE:
            self._say((*here, "fact"), "A condition can't name a date.")
        elif sum(given) != 1 or given[0] != (kind is FactKind.YES_NO):
            way = "is" if kind is FactKind.YES_NO else "at_least or under"
            self._say(here, f"{shape.fact} is compared with exactly one of: {way}.")
        elif kind is FactKind.YES_NO and shape.fact not in (self.shape.facts or {}):
            self._say((*here, "fact"), f"Say under facts how {shape.fact} is asked.")
        return Condition(shape.fact, shape.equals, shape.at_least, shape.under)

    def _due(self, shape: DueShape | None, here: KeyPath) -> Due | None:
        if shape is None:
            return None
        if [shape.by_day, shape.from_day, shape.by_attended_day].count(None) != 2:
            self._say(here, "Due is exactly one of by_day, from_day, by_attended_day.")
        return Due(shape.by_day, shape.from_day, shape.by_attended_day)

    def _measure(self, shape: MeasureShape | None, here: KeyPath) -> Requirement | None:
        if shape is None:
            return None
        for position, item in enumerate(shape.all):
            if item.name not in MEASURES:
                place = (*here, "all", position, "name")
                self._say(place, f"There is no measure {item.name!r}. Measures are {', '.join(MEASURES)}.")
        return Requirement(
            tuple(Threshold(item.name, item.at_least) for item in shape.all),
            self._condition(shape.no_shortfall_when, (*here, "no_shortfall_when")),
        )

    def _attention(self, shapes: Iterable[AttentionShape], here: KeyPath) -> tuple[Attention, ...]:
        for position, shape in enumerate(shapes):
            if shape.when not in REQUEST_CONDITIONS:
                known = ", ".join(REQUEST_CONDITIONS)
                self._say(
                    (*here, position, "when"), f"There is no condition {shape.when!r}. There is {known}."
                )
        return tuple(Attention(shape.when, shape.say) for shape in shapes)

    def _checklist(self, checklist: Checklist, built: Mapping[str, Checklist]) -> None:
        here: KeyPath = ("checklists", checklist.id)
        for position, name in enumerate(checklist.companions):
            if name not in built or not built[name].advisory:
                self._say((*here, "with", position), f"{name!r} is not an advisory checklist of this form.")
        twins = [item.id for item in built.values() if checklist.review and item.review is checklist.review]
        if twins and twins[0] != checklist.id:
            self._say((*here, "review"), f"{twins[0]} decides this kind of review already.")
        times_used = Counter(
            node.id for part in _with_companions(checklist, built) for node in walk(part.root) if node.id
        )
        twice = [
            node_id for node_id, times in times_used.items() if times > 1 and node_id not in self.repeated
        ]
        if twice:
            self._say(here, f"{', '.join(twice)} would be asked twice in one review; use each group once.")
        deciding = [item.id for item in criteria(checklist.root) if item.kind is CriterionKind.CRITERION]
        if checklist.advisory:
            if deciding or checklist.review:
                self._say((*here, "advisory"), f"An advisory checklist decides nothing; {deciding} would.")
        elif not self.faults:
            self._decidable(checklist, here)

    def _decidable(self, checklist: Checklist, here: KeyPath) -> None:
        given = {item.id: Mark.MET for item in criteria(checklist.root)}
        values = _fact_values(checklist.root)
        self.tried += prod(len(choices) + 1 for choices in values.values()) * sum(
            1 for _ in walk(checklist.root)
        )
        if self.tried > MOST_TRIED:
            self._say((*here, "all"), "Its conditions name too many facts and limits to try each with each.")
            return
        for facts in _every_fact(values):
            judged = judge(checklist.root, given, Circumstances(facts, date.min, None, None))
            shown = ", ".join(f"{name} {value}" for name, value in facts.items()) or "every fact known"
            if judged.result is NOT_APPLICABLE:
                self._say((*here, "all"), f"Nothing decides when {shown}: the checklist would end undecided.")
            for group, can_apply in _short_groups(judged):
                place = self.seen.get(group.id, here)
                self._say(place, f"Only {can_apply} of its members can apply when {shown}; it asks for more.")


def _with_companions(checklist: Checklist, built: Mapping[str, Checklist]) -> Iterator[Checklist]:
    """The checklist and its companions."""
    yield checklist
    for name in checklist.companions:
        if name in built:
            yield built[name]


def _fact_values(root: Group) -> Mapping[str, set[FactValue]]:
    """For the facts that conditions name, the values that matter: both answers, and both sides of each limit."""
    values: dict[str, set[FactValue]] = {}
    for node in walk(root):
        if node.applies is None:
            continue
        limits = [limit for limit in (node.applies.at_least, node.applies.under) if limit is not None]
        sides = {side for limit in limits for side in (max(limit - 1, 0), limit)}
        values.setdefault(node.applies.fact, set()).update(sides or {True, False})
    return values


def _every_fact(values: Mapping[str, set[FactValue]]) -> Iterator[Mapping[str, FactValue]]:
    """Each of these values with each of the others."""
    for chosen in product(*(sorted(choices) for choices in values.values())):
        yield dict(zip(values, chosen, strict=True))


def _short_groups(judged: Judged) -> Iterator[tuple[Group, int]]:
    node = judged.node
    if isinstance(node, Group):
        deciding = [child for child in judged.children if decides(child.node)]
        can_apply = sum(child.result is not NOT_APPLICABLE for child in deciding)
        # A group none of whose members applies here leaves the checklist; advisory members never apply.
        leaves = can_apply == 0 and (deciding or not judged.children)
        if node.at_least is not None and can_apply < node.at_least and not leaves:
            yield node, can_apply
        for child in judged.children:
            yield from _short_groups(child)
