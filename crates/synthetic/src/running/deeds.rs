//! What was done at the pages, which no record file tells: so that there is something to do for whoever opens them.

use jiff::civil::{Date, DateTime, date};

use super::OPENED_AT;
use super::around::AroundDeed;
use super::assessments::assessments;
use crate::bystanders::Bystander;
use crate::expectation::Expectation;
use crate::staff::{AUDITOR, BILLER, COMPLIANCE, Cast, MANAGER, TRAINEE};

/// Something somebody did.
pub struct Deed {
    /// Local time.
    pub at: DateTime,
    pub as_login: &'static str,
    pub what: DeedKind,
}

/// What it was. Patients are named by their record number, people by their sign-in name.
pub enum DeedKind {
    /// A patient became somebody's.
    Assign { mrn: String, to: String },
    /// Charts that a reviewer from outside may read, through that day.
    ListForReview { mrns: Vec<String>, auditor: &'static str, through: Date },
    /// A letter that asks for the record of these patients' claims of a month, with a line that is nobody's and one that
    /// stands twice; a reviewer from outside may look at them through that day.
    AuditCase { mrns: Vec<String>, month: &'static str, due: Date, auditor: &'static str, through: Date },
    /// The quarter's own sample, drawn with a seed.
    SelfAudit { quarter: &'static str, seed: &'static str },
    /// A task; without an owner it is whoever's comes first.
    Task {
        mrn: Option<String>,
        kind: &'static str,
        title: &'static str,
        due: Date,
        owner: Option<&'static str>,
    },
    /// A call whose note nobody has signed. `edits` is JSON: what was ticked and typed, in the words of the call's page.
    Draft { mrn: String, edits: &'static str },
    /// An assessment, in the words of its instrument; kept, or left as it is.
    Assess {
        mrn: String,
        instrument: &'static str,
        on: Date,
        way: &'static str,
        /// Items and what was answered.
        answers: Vec<(&'static str, &'static str)>,
        is_kept: bool,
    },
    /// The escalations of a patient were answered and disposed of.
    Settle { mrn: String, advice: &'static str, disposition: &'static str },
    /// A care plan as far as it came: begun, a version of it, signed or returned, a copy given.
    Plan { mrn: String, what: PlanDeed },
    /// How the practice does its outreach; an hour of it costs so many cents.
    OutreachTerms { office_phone: &'static str, hour_cents: i64 },
    /// What an hour of each role costs, and what a company asks for a unit of each code, in cents.
    Rates { from: Date, hours: &'static [(&'static str, i64)], units: &'static [(&'static str, i64)] },
    /// An attempt to invite somebody into chronic care management, in the words of `enrollment/outcomes.toml`.
    Attempt { mrn: String, outcome: &'static str, again_on: Option<Date>, remark: Option<&'static str> },
    /// A consent that was given on the telephone, all of it read back.
    Agree { mrn: String },
    /// A call from the first second on the clock to its signed note.
    Call { mrn: String, edits: &'static str, seconds: i64 },
    /// A practitioner drew the week's sample of notes.
    DrawSamples,
    /// A practitioner said something of the first drawn note that nobody had spoken of.
    RateFirst { rating: &'static str, comment: Option<&'static str> },
    /// Somebody asked for the attestation of the running month.
    AskAttestation { mrn: String, why: &'static str },
    /// Something of the care around the plan.
    Around { mrn: Option<String>, what: AroundDeed },
    /// A letter was made and handed over or sent; `None`: it still lies there.
    Letter {
        mrn: String,
        kind: &'static str,
        is_spanish: bool,
        delivery: Option<(&'static str, &'static str)>,
    },
    /// A call on the clock that was stopped without a word of what it was.
    Stretch { mrn: String, seconds: i64 },
}

/// One step of a care plan. Practitioners' steps are those of whoever bills for the patient.
pub enum PlanDeed {
    /// Over the version that stands, with the templates of the patient's conditions. Fields, and what was typed into them.
    Begun(&'static [(&'static str, &'static str)]),
    /// Goals of the earlier plan that had no measure get this one, with its target; then it is kept as a version.
    Version {
        measure: &'static str,
        target: &'static str,
    },
    Signed,
    Returned {
        comment: &'static str,
    },
    /// To the patient, in plain words.
    Copied {
        way: &'static str,
        proof: &'static str,
    },
}

/// What a nurse found and typed: with it every element of PLAN-01 is there.
const FOUND: &[(&str, &str)] = &[
    ("part.physical", "Walks to the mailbox with a cane; no fall since spring; dresses and cooks alone"),
    ("part.cognitive", "Six-item screen without concern; reads the pill box labels aloud"),
    ("part.mental", "PHQ-2 of 1; sleeps six hours"),
    ("part.social", "Lives with a sister; rides the county van on Tuesdays"),
    ("part.preferences", "Wants to stay at home; no more pills than needed"),
    ("part.caregiver", "The sister helps with shopping and is coping"),
    ("intervention.1.owner", "nurse"),
    ("intervention.2.owner", "pharmacist"),
    ("intervention.3.owner", "practitioner"),
    ("goal.1.barriers", "Long evenings, and the bakery next door"),
    ("goal.1.confidence", "7"),
];

/// Begun and not finished.
const HALF_FOUND: &[(&str, &str)] = &[
    ("part.physical", "Short of breath on the second flight; two pillows at night"),
    ("part.preferences", "Wants to sing in the choir again"),
];

/// Falls and an injury: an urgent answer, which opens an escalation by itself.
const A_FALL: &str = r#"[
    {"field": "identity", "word": "full_name", "is_compared": true},
    {"field": "identity", "word": "date_of_birth", "is_compared": true},
    {"field": "outcome", "value": "reached_patient"},
    {"field": "answer", "question": "general.hospital_use", "value": "no"},
    {"field": "answer", "question": "general.falls", "value": "yes"},
    {"field": "answer", "question": "general.fall_injury", "value": "yes"},
    {"field": "remarks", "value": "Slipped on the porch step on Tuesday; the left hip has hurt since, walks with a cane."}
]"#;

/// All is well, and nobody got round to signing.
const A_QUIET_TALK: &str = r#"[
    {"field": "identity", "word": "full_name", "is_compared": true},
    {"field": "identity", "word": "date_of_birth", "is_compared": true},
    {"field": "outcome", "value": "reached_patient"},
    {"field": "answer", "question": "general.hospital_use", "value": "no"},
    {"field": "answer", "question": "general.falls", "value": "no"},
    {"field": "answer", "question": "general.transport", "value": "yes"},
    {"field": "remarks", "value": "Sleeps better since the evening walk; wants the new pill box explained once more."}
]"#;

/// All deeds, in their order.
pub(crate) fn deeds(septembers: &[Expectation], bystanders: &[Bystander], cast: &Cast) -> Vec<Deed> {
    let story = |name: &str| {
        let found = septembers.iter().find(|one| one.story == name);
        found.map(|one| one.mrn.clone()).unwrap_or_default()
    };
    let ordinary = |place: usize| {
        let mut all = septembers.iter().filter(|one| one.story == "ordinary");
        all.nth(place).map(|one| one.mrn.clone()).unwrap_or_default()
    };
    let october = |day: i8, hour: i8, minute: i8| date(2026, 10, day).at(hour, minute, 0, 0);
    let mut deeds = Vec::new();
    let mut did =
        |at: DateTime, as_login: &'static str, what: DeedKind| deeds.push(Deed { at, as_login, what });

    for (place, one) in septembers.iter().enumerate() {
        if !one.codes.is_empty() {
            let to = cast.member(cast.callers[place % cast.callers.len()]).login.clone();
            did(october(1, 8, 30), MANAGER, DeedKind::Assign { mrn: one.mrn.clone(), to });
        }
    }
    for place in 0..3 {
        let what = DeedKind::Assign { mrn: ordinary(place), to: TRAINEE.to_owned() };
        did(october(5, 9, 0), MANAGER, what);
    }
    let mrns = ["exactly-twenty", "exactly-forty", "double-call", "plan-stale"].map(story).to_vec();
    let what = DeedKind::ListForReview { mrns, auditor: AUDITOR, through: date(2026, 12, 31) };
    did(october(7, 11, 0), MANAGER, what);

    let mrns = ["exactly-twenty", "exactly-forty", "double-call", "sixty-simple", "eighty-simple"];
    let what = DeedKind::AuditCase {
        mrns: mrns.map(story).to_vec(),
        month: "2026-09",
        due: date(2026, 11, 20),
        auditor: AUDITOR,
        through: date(2026, 11, 30),
    };
    did(october(13, 10, 20), COMPLIANCE, what);
    let what = DeedKind::SelfAudit { quarter: "2026-Q3", seed: "Larkspur, third quarter" };
    did(october(14, 11, 30), COMPLIANCE, what);

    let task = |mrn: Option<String>, kind, title, due: i8, owner| DeedKind::Task {
        mrn,
        kind,
        title,
        due: date(2026, 10, due),
        owner,
    };
    let title = "Ask the cardiologist for the letter of the visit on 1 October";
    did(
        october(8, 15, 0),
        "adeyemi",
        task(Some(story("sixty-simple")), "referral", title, 16, Some("whitehorse")),
    );
    deeds.extend(assessments(ordinary));
    let mut did =
        |at: DateTime, as_login: &'static str, what: DeedKind| deeds.push(Deed { at, as_login, what });
    let plan = |mrn: String, what| DeedKind::Plan { mrn, what };
    let measured = || PlanDeed::Version { measure: "Days a week on which it worked out", target: "5 of 7" };
    // One is signed and given, one comes back, one waits for its signature, one is a draft.
    let (given, returned, waiting) = (story("sixty-simple"), story("double-call"), ordinary(5));
    did(october(9, 13, 5), "whitehorse", plan(given.clone(), PlanDeed::Begun(FOUND)));
    did(october(9, 13, 20), "whitehorse", plan(given.clone(), measured()));
    did(october(9, 14, 5), "whitehorse", plan(returned.clone(), PlanDeed::Begun(FOUND)));
    did(october(9, 14, 20), "whitehorse", plan(returned.clone(), measured()));
    did(october(9, 17, 0), "adeyemi", plan(given.clone(), PlanDeed::Signed));
    let comment = "Say what she does when the cuff reads above 180, and name one goal less";
    did(october(9, 17, 5), "adeyemi", plan(returned, PlanDeed::Returned { comment }));
    let proof = "Handed over at the front desk; the receipt is signed";
    did(october(12, 9, 0), "whitehorse", plan(given, PlanDeed::Copied { way: "paper", proof }));
    let title = "Look over the list: the new anticoagulant beside the pain tablets";
    did(
        october(12, 10, 0),
        "tran",
        task(Some(story("eighty-simple")), "medication", title, 19, Some("osei")),
    );
    did(october(12, 15, 5), "whitehorse", plan(waiting.clone(), PlanDeed::Begun(FOUND)));
    did(october(12, 15, 20), "whitehorse", plan(waiting, measured()));
    let title = "Send the form of the county ride service";
    did(october(13, 9, 10), "lindqvist", task(Some(ordinary(3)), "document", title, 20, None));
    let title = "Book the yearly eye examination";
    did(
        october(13, 14, 0),
        "whitehorse",
        task(Some(ordinary(4)), "appointment", title, 16, Some("lindqvist")),
    );
    let title = "Practice the teach-back for home pressures, with Dana";
    did(october(14, 9, 0), "whitehorse", task(Some(ordinary(0)), "education", title, 16, Some(TRAINEE)));
    let title = "Ask the payer where corrected claims go now";
    did(october(14, 16, 0), MANAGER, task(None, "other", title, 16, Some(BILLER)));
    let title = "Pharmacy has no refill left: ask for a new prescription";
    did(october(14, 16, 30), "park", task(Some(ordinary(2)), "medication", title, 15, Some("park")));
    let title = "Sign the revised plan after the call of 12 October";
    did(october(15, 9, 0), "whitehorse", task(Some(ordinary(5)), "follow_up", title, 17, Some("adeyemi")));
    did(october(15, 11, 40), "park", plan(story("exactly-forty"), PlanDeed::Begun(HALF_FOUND)));
    did(october(15, 12, 20), "park", DeedKind::Stretch { mrn: ordinary(1), seconds: 7 * 60 + 20 });
    did(october(15, 17, 10), "park", DeedKind::Draft { mrn: ordinary(1), edits: A_QUIET_TALK });
    let title = "Call back after the morning's ride, as promised";
    did(
        october(15, 17, 15),
        "whitehorse",
        task(Some(ordinary(0)), "callback", title, 16, Some("whitehorse")),
    );
    did(october(16, 9, 8), "whitehorse", DeedKind::Draft { mrn: story("pooled"), edits: A_FALL });

    deeds.extend(super::supervision::deeds(ordinary, story("sixty-simple")));
    deeds.extend(super::outreach::deeds(bystanders));
    deeds.extend(super::around::deeds(ordinary));
    deeds.sort_by_key(|deed| deed.at);
    debug_assert!(deeds.is_sorted_by_key(|deed| deed.at) && deeds.iter().all(|deed| deed.at < OPENED_AT));
    deeds
}
