//! The parts of a plan that are text, and what its rows consist of.

use serde::{Deserialize, Serialize};

/// A part of the plan that is told in lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What the body can do: function, falls, pain.
    Physical,
    Cognitive,
    Mental,
    /// Where and with whom the patient lives, money, food, transport.
    Social,
    /// What matters to the patient, and what they do not want.
    Preferences,
    /// Who helps, how far, and how they are coping.
    Caregiver,
    SelfCare,
    /// What to watch for, and what to do about it.
    Symptoms,
    Medication,
    /// When to call, and when to call 911.
    Escalation,
    Education,
    /// With outside agencies and specialists.
    Coordination,
    Community,
    /// How the plan is looked at again, beside the day.
    Review,
}

impl Part {
    pub const ALL: [Self; 14] = [
        Self::Physical,
        Self::Cognitive,
        Self::Mental,
        Self::Social,
        Self::Preferences,
        Self::Caregiver,
        Self::SelfCare,
        Self::Symptoms,
        Self::Medication,
        Self::Escalation,
        Self::Education,
        Self::Coordination,
        Self::Community,
        Self::Review,
    ];

    /// What nobody knows of a patient before they have looked: a template asks, and never answers.
    pub const ASSESSED: [Self; 6] =
        [Self::Physical, Self::Cognitive, Self::Mental, Self::Social, Self::Preferences, Self::Caregiver];

    /// What the patient reads, in the order of their summary.
    pub const PATIENTS: [Self; 7] = [
        Self::Escalation,
        Self::Symptoms,
        Self::Medication,
        Self::SelfCare,
        Self::Education,
        Self::Community,
        Self::Coordination,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Physical => "physical",
            Self::Cognitive => "cognitive",
            Self::Mental => "mental",
            Self::Social => "social",
            Self::Preferences => "preferences",
            Self::Caregiver => "caregiver",
            Self::SelfCare => "self_care",
            Self::Symptoms => "symptoms",
            Self::Medication => "medication",
            Self::Escalation => "escalation",
            Self::Education => "education",
            Self::Coordination => "coordination",
            Self::Community => "community",
            Self::Review => "review",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// Who does what is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    Practitioner,
    Nurse,
    Coordinator,
    Pharmacist,
    Dietitian,
    Therapist,
    SocialWorker,
    Specialist,
    Patient,
    Caregiver,
}

impl Owner {
    pub const ALL: [Self; 10] = [
        Self::Practitioner,
        Self::Nurse,
        Self::Coordinator,
        Self::Pharmacist,
        Self::Dietitian,
        Self::Therapist,
        Self::SocialWorker,
        Self::Specialist,
        Self::Patient,
        Self::Caregiver,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::Nurse => "nurse",
            Self::Coordinator => "coordinator",
            Self::Pharmacist => "pharmacist",
            Self::Dietitian => "dietitian",
            Self::Therapist => "therapist",
            Self::SocialWorker => "social_worker",
            Self::Specialist => "specialist",
            Self::Patient => "patient",
            Self::Caregiver => "caregiver",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|owner| owner.word() == word)
    }
}

/// What there are several of in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Problem,
    Goal,
    Intervention,
}

impl RowKind {
    pub const ALL: [Self; 3] = [Self::Problem, Self::Goal, Self::Intervention];

    pub fn word(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Goal => "goal",
            Self::Intervention => "intervention",
        }
    }

    /// Its fields, the one that names it first.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Problem => &["name", "codes", "outlook"],
            Self::Goal => &["words", "measure", "start", "target", "due", "barriers", "confidence"],
            Self::Intervention => &["does", "owner"],
        }
    }
}

/// A field of a sheet: `goal.3.target`, `part.social`, `review_on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Row { kind: RowKind, key: u16, field: &'static str },
    Part(Part),
    ReviewOn,
}

/// The most rows of one kind, and the longest text of one field.
pub const MOST_ROWS: u16 = 60;
pub const CHARACTERS: usize = 4_000;

impl Field {
    /// `None`: no field of a plan is called so.
    pub fn read(path: &str) -> Option<Self> {
        if path == "review_on" {
            return Some(Self::ReviewOn);
        }
        if let Some(word) = path.strip_prefix("part.") {
            return Part::from_word(word).map(Self::Part);
        }
        let mut words = path.split('.');
        let (kind, key, field) = (words.next()?, words.next()?, words.next()?);
        let kind = RowKind::ALL.into_iter().find(|one| one.word() == kind)?;
        let number: u16 = key.parse().ok().filter(|number| (1..=MOST_ROWS).contains(number))?;
        let field = kind.fields().iter().find(|one| **one == field)?;
        // A key has one spelling, or a field would have two names.
        let is_whole = words.next().is_none() && number.to_string() == key;
        is_whole.then_some(Self::Row { kind, key: number, field })
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Row { kind, key, field } => write!(f, "{}.{key}.{field}", kind.word()),
            Self::Part(part) => write!(f, "part.{}", part.word()),
            Self::ReviewOn => f.write_str("review_on"),
        }
    }
}
