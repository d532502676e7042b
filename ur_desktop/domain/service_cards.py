"""The ladder of levels of care, and what each service is, in words a reviewer can read to a member.

Shown with a request and used to name another level; nothing here is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level of care: ``key`` is stored in plans and authorizations, ``words`` are for people."""

    key: str
    words: str


LADDER: tuple[Level, ...] = (
    Level("medication_management", "medication management or a support group"),
    Level("outpatient", "outpatient care"),
    Level("intensive_outpatient", "an intensive outpatient program"),
    Level("partial_hospitalization", "partial hospitalization"),
    Level("residential", "residential care"),
    Level("inpatient", "inpatient care"),
)
"""From the least to the most intensive."""


def rank(key: str) -> int:
    """The position of a level on the ladder, from 0; KeyError for an unknown level."""
    for place, level in enumerate(LADDER):
        if level.key == key:
            return place
    raise KeyError(key)


def level_words(key: str) -> str:
    """A level in words; KeyError for a level that the ladder does not have."""
    return LADDER[rank(key)].words


def level_named(name: str) -> Level | None:
    """The level of a key, or of the words that a plan uses for it; None for what is not on the ladder."""
    wanted = _bare(name)
    return next((level for level in LADDER if wanted in (_bare(level.key), _bare(level.words))), None)


def _bare(name: str) -> str:
    """A level's name without what only makes a sentence of it: "intensive outpatient"."""
    return re.sub(r"\b(an?|care|program)\b", "", name.replace("_", " ")).replace("  ", " ").strip()


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """What a service is: common names, purpose and course; ``level`` is its place on the ladder."""

    code: str
    title: str
    level: str
    names: tuple[str, ...]
    purpose: str
    indications: tuple[str, ...]
    preparation: tuple[str, ...]
    steps: tuple[str, ...]
    settings: tuple[str, ...]
    personnel: tuple[str, ...]
    duration: str
    risks: tuple[str, ...]
    benefits: tuple[str, ...]
    recovery: tuple[str, ...]
    experience: tuple[str, ...]
    alternatives: tuple[str, ...]
    usual_patient: str = ""


S9480 = ServiceCard(
    code="S9480",
    title="Psychiatric intensive outpatient, per diem",
    level="intensive_outpatient",
    names=("Intensive outpatient psychiatric services", "IOPS", "Psychiatric IOP", "Day program"),
    purpose=(
        "Full treatment of a moderate to severe mental health condition while daily life goes on: "
        "fewer symptoms, better functioning, no relapse."
    ),
    indications=(
        "Severe depression or anxiety",
        "Bipolar disorder",
        "Schizophrenia or another psychotic disorder",
        "Suicidal thoughts or behavior that persist",
        "A mental health condition together with substance use",
        "Stepping down after a recent psychiatric hospital stay",
        "Trouble managing daily life because of a mental health condition",
    ),
    preparation=(
        "First assessment by a psychiatrist or psychologist",
        "Psychiatric evaluation, and laboratory tests where needed",
        "Medicines reviewed and adjusted where needed",
        "Nothing to do physically, no fasting",
    ),
    steps=(
        "A mental health professional assesses the member in full",
        "The team writes a plan for this member: individual, group and family therapy, medicines",
        "Sessions of 3 to 4 hours, typically 3 to 5 times a week",
        "Regular visits with a psychiatrist about medicines",
        "Training in coping, handling stress and skills for daily life",
    ),
    settings=(
        "Outpatient psychiatric clinic",
        "Hospital outpatient department",
        "Community mental health center",
    ),
    personnel=(
        "Psychiatrists",
        "Psychologists",
        "Licensed clinical social workers",
        "Licensed professional counselors",
        "Psychiatric nurses",
        "Support staff",
    ),
    duration="A few weeks to several months, in sessions of usually 3 to 4 hours",
    risks=(
        "Sessions can be upsetting",
        "Side effects when medicines change",
        "The plan may not be followed",
        "Relapse when outside stress is not handled",
    ),
    benefits=(
        "Fewer symptoms, better mental health",
        "Skills for coping and for daily life",
        "A hospital stay avoided",
        "Support and structure alongside work, school and family",
    ),
    recovery=(
        "Progress is followed and the plan adjusted",
        "Regular follow-up visits as needed",
        "Help in moving to less intensive care",
        "Outpatient therapy or a community support group afterward, where advised",
    ),
    experience=(
        "Several kinds of therapy in one session",
        "Groups that support and also challenge",
        "Feelings that come with working on personal matters",
        "Staff who watch over safety and comfort",
        "A mental health professional at hand for urgent concerns",
    ),
    alternatives=(
        "Inpatient psychiatric care: more support, in a hospital",
        "Partial hospitalization: more hours, still at home at night",
        "Weekly outpatient therapy: more freedom, may be too little for a severe condition",
        "Medicines alone, without a structured program",
    ),
)

H0015 = ServiceCard(
    code="H0015",
    title="Substance use intensive outpatient, per diem",
    level="intensive_outpatient",
    names=(
        "Intensive outpatient program for alcohol and drug services",
        "IOP",
        "Intensive outpatient treatment",
        "IOT",
    ),
    purpose=(
        "Intensive help in overcoming addiction to alcohol or drugs: to become and stay sober, "
        "with ways of coping that last."
    ),
    indications=(
        "Alcohol or drug use disorder that does not call for inpatient care",
        "More support needed than weekly visits give",
        "Recent discharge from a higher level of care",
    ),
    preparation=(
        "Assessments before admission",
        "A first psychological and medical assessment, on which the plan is built",
        "Transportation arranged where needed",
    ),
    steps=(
        "A health professional assesses the member",
        "Individual, group and family counseling about addiction and recovery",
        "Help at once in an emotional or psychological crisis",
        "Activities that serve recovery, such as skills training and handling stress",
    ),
    settings=("Outpatient clinic", "Specialized treatment center"),
    personnel=(
        "Certified addiction counselors",
        "Psychologists",
        "Psychiatrists",
        "Social workers",
        "Case managers",
    ),
    duration="Typically several weeks, at least 3 hours a day on at least 3 days a week",
    risks=("Facing addiction can be distressing", "Relapse", "In rare cases, more intensive care is needed"),
    benefits=(
        "Intensive support aimed at addiction",
        "Ways to cope and to prevent relapse, and more resilience",
        "Often felt within weeks, though recovery goes on after the program",
    ),
    recovery=(
        "Recovery support groups or counseling go on",
        "Its length differs; the program is one part of it",
        "Regular follow-up, with staying sober in view",
    ),
    experience=(
        "A wide range of feelings, different for each person",
        "Counseling and other members carry through ups and downs",
        "Medicines for withdrawal or craving where advised",
    ),
    alternatives=(
        "Inpatient rehabilitation: more support, with a stay",
        "Partial hospitalization: more hours a day",
        "Standard outpatient counseling: less time and structure",
        "Mutual-help groups such as Alcoholics Anonymous or Narcotics Anonymous",
    ),
    usual_patient="Medically stable, motivated, and able to manage daily activities outside program hours",
)

CARDS: Mapping[str, ServiceCard] = {card.code: card for card in (S9480, H0015)}
"""Every service card by its code."""
