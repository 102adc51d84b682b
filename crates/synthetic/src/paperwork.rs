//! What must be on file before a month of care management can be billed, and the ways it can be wanting.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};

use crate::conditions::Problem;

/// The paperwork of one enrollment. [`Paperwork::complete`] is in order; stories spoil one thing each.
pub(crate) struct Paperwork {
    pub(crate) start: Date,
    pub(crate) consent: ConsentOnFile,
    pub(crate) visit: InitiatingVisit,
    /// How many of the problems the practitioner has confirmed with a risk statement.
    pub(crate) confirmed: usize,
    pub(crate) plan: PlanOnFile,
}

pub(crate) enum ConsentOnFile {
    Complete,
    /// Given by a representative whose authority is on record.
    ByRepresentative,
    At(DateTime),
    /// The one-practitioner statement was never read out.
    Incomplete,
    /// Names the colleague who no longer bills for this patient.
    NamesColleague,
    None,
}

#[derive(PartialEq, Eq)]
pub(crate) enum InitiatingVisit {
    Discussed,
    /// Seen within the year, but care management was not raised.
    NotDiscussed,
    /// Last seen more than a year before the start.
    TooLongAgo,
}

#[derive(PartialEq, Eq)]
pub(crate) enum PlanOnFile {
    Complete,
    None,
    Unsigned,
    CopyNotGiven,
    /// Signed and given, more than a year ago, and not looked at since.
    Stale,
}

impl Paperwork {
    pub(crate) fn complete(start: Date) -> Self {
        Self {
            start,
            consent: ConsentOnFile::Complete,
            visit: InitiatingVisit::Discussed,
            confirmed: usize::MAX,
            plan: PlanOnFile::Complete,
        }
    }
}

/// The statements of a valid consent (CONSENT-02).
pub(crate) const STATEMENTS: &[&str] =
    &["service_available", "cost_sharing", "one_practitioner", "stop_any_time"];

/// A plan with every element that PLAN-01 lists, made from the patient's own problems.
pub(crate) fn plan_elements(problems: &[&'static Problem]) -> BTreeMap<&'static str, String> {
    let joined = |part: fn(&Problem) -> &str| {
        let parts: Vec<&str> =
            problems.iter().map(|problem| part(problem)).filter(|part| !part.is_empty()).collect();
        parts.join("; ")
    };
    let medications: Vec<String> = problems
        .iter()
        .flat_map(|problem| problem.medications)
        .map(|medication| format!("{}: {}", medication.name, medication.dose))
        .collect();
    let mut elements = BTreeMap::from(SHARED_ELEMENTS.map(|(element, text)| (element, text.to_owned())));
    if problems.iter().any(|problem| problem.icd10.starts_with("G30")) {
        elements.insert("assessment", FORGETFUL.to_owned());
    }
    elements.insert("problem_list", joined(|problem| problem.name));
    elements.insert("goals", joined(|problem| problem.goal));
    elements.insert(
        "medication_management",
        if medications.is_empty() {
            "No regular medication; reviewed monthly".to_owned()
        } else {
            medications.join("; ")
        },
    );
    elements
}

const SHARED_ELEMENTS: [(&str, &str); 8] = [
    ("prognosis", "Lasting problems; with steady care a stable year at home is expected"),
    (
        "assessment",
        "Dresses, cooks and manages money alone; six-item memory screen without concern; one fall risk noted",
    ),
    ("symptom_management", "Knows which changes to call about, the after-hours number, and when to dial 911"),
    (
        "interventions",
        "Nurse calls twice a month; pharmacist reviews the list quarterly; practitioner adjusts treatment",
    ),
    ("caregiver_assessment", "Family nearby, willing and coping; offered the caregiver line"),
    ("community_services", "Senior center meals and the county ride service; both referrals sent"),
    ("coordination", "Letters exchanged with the specialists on the care team after each visit"),
    ("review_schedule", "Looked at monthly, revised at least yearly and after every hospital stay"),
];

/// The assessment of somebody with Alzheimer's disease, for whom the usual one would not be true.
const FORGETFUL: &str = "Dresses with reminders; meals, money and medication are in the family's hands; memory screen well below the norm";
