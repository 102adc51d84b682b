//! The lines that single programs ask for: device windows, transitions, months of collaborative care, needs,
//! requests, global periods, prior authorizations.

use ccm::access::Permission;
use ccm::basics::*;
use ccm::billing::Word;
use ccm::care::{CollaborativeMonth, GlobalPeriod, SocialNeed, Transition};
use ccm::enrollment::CodeRequest;
use ccm::monitoring::DeviceWindow;
use ccm::people::PriorAuthorization;
use uuid::Uuid;

use super::fields::Fields;
use super::lookup::{Known, anybody, optional_person, patient, person, target};
use crate::ports::{ProgramFact, ProgramFactRow};

/// The words that [`read`] reads.
pub const RECORDS: &[&str] = &[
    "device_window",
    "transition",
    "collaborative_care",
    "social_need",
    "requested_code",
    "global_surgery",
    "prior_authorization",
];

const LONGEST_WINDOW_DAYS: i64 = 31;
/// Out of what a patient is discharged; `emergency` opens no transitional care (TCM-01), and is told so later.
const DISCHARGED_FROM: &[&str] = &[
    "inpatient",
    "psychiatric",
    "rehabilitation",
    "long_term_hospital",
    "snf",
    "observation",
    "partial_hospitalization",
    "emergency",
];
/// The service runs for 30 days (TIME-01); no rule looks further.
const LONGEST_TRANSITION_DAYS: i64 = 30;
const DISCHARGED_TO: &[&str] = &["home", "rest_home", "assisted_living", "snf"];

/// A fact, the days that it speaks of, and the person who stands beside it.
struct Told {
    fact: ProgramFact,
    days: (Date, Date),
    practitioner: Option<PersonId>,
    npi: Option<Npi>,
}

impl Told {
    fn of(fact: ProgramFact, first: Date, last: Date) -> Self {
        Self { fact, days: (first, last), practitioner: None, npi: None }
    }

    fn by(self, (practitioner, npi): (Option<PersonId>, Option<Npi>)) -> Self {
        Self { practitioner, npi, ..self }
    }
}

/// Reads a line. `None` with problems noted in `fields` when it cannot be.
pub fn read(record: &str, fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<ProgramFactRow> {
    let patient = patient(fields, known);
    let replaces = fields
        .optional_text("replaces")
        .and_then(|text| target::<ProgramFactId>(fields, known, "replaces", &text));
    let told = match record {
        "device_window" => device_window(fields, known),
        "transition" => transition(fields, known),
        "collaborative_care" => collaborative_care(fields),
        "social_need" => social_need(fields, known),
        "requested_code" => requested_code(fields, known),
        "global_surgery" => global_surgery(fields, known),
        _ => prior_authorization(fields, known),
    };
    let (patient, told) = (patient?, told?);
    Some(ProgramFactRow {
        id: ProgramFactId(id),
        patient,
        fact: told.fact,
        first: told.days.0,
        last: told.days.1,
        practitioner: told.practitioner,
        practitioner_npi: told.npi,
        replaces: replaces.map(ProgramFactId),
    })
}

fn device_window(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<Told> {
    let device = fields.text("device");
    if let Some(word) = &device
        && Word::new(word).ok().and_then(|word| known.app.rules.device(word)).is_none()
    {
        fields.wrong("unknown_word", "device", "a word of rules/devices.toml");
    }
    let serial = fields.optional_text("serial");
    let days = fields.days("window_start", "window_end");
    let days_with_data = fields.optional_number("days_with_data");
    let uploads_by_itself = fields.optional_flag("uploads_by_itself");
    let (window_start, window_end) = days?;
    let window = DeviceWindow {
        device: device?,
        serial,
        window_start,
        window_end,
        days_with_data: days_with_data.and_then(|days| u16::try_from(days).ok()),
        uploads_by_itself,
    };
    if window.days() > LONGEST_WINDOW_DAYS {
        fields.wrong("out_of_range", "window_end", "a window of 30 days, or of a calendar month");
    }
    if days_with_data.is_some_and(|days| days > window.days()) {
        fields.wrong("out_of_range", "days_with_data", "at most the days of the window");
    }
    Some(Told::of(ProgramFact::DeviceWindow(window), window_start, window_end))
}

fn transition(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<Told> {
    let discharged = fields.moment("discharged");
    let (from, to) = (fields.word("from", DISCHARGED_FROM), fields.word("to", DISCHARGED_TO));
    let contact_at = fields.optional_moment("contact_at");
    let failed_attempts = fields.moments("failed_attempts");
    let visit_date = fields.optional_date("visit_date");
    // The complexity of a decision is a practitioner's to vouch for (TCM-03), as in `complexity`.
    if fields.has("decision_making") && !known.standings.may(Permission::Attest) {
        fields.wrong("forbidden", "decision_making", "the word of a practitioner");
    }
    let decision_making = fields.optional_word("decision_making", &["low", "moderate", "high"]);
    let medication_reconciliation = fields.optional_date("medication_reconciliation");
    let transition = Transition {
        discharged: discharged?,
        from: from?,
        to: to?,
        contact_at,
        failed_attempts,
        visit_date,
        decision_making,
        medication_reconciliation,
    };
    let zone = fields.zone();
    let left = transition.discharge_day(zone);
    let follow_up = [
        ("contact_at", contact_at.map(|at| at.day(zone))),
        ("visit_date", visit_date),
        ("failed_attempts", transition.failed_attempts.iter().map(|at| at.day(zone)).min()),
    ];
    for (name, _) in follow_up.into_iter().filter(|(_, day)| day.is_some_and(|day| day < left)) {
        fields.wrong("before_discharge", name, "a day not before the discharge");
    }
    let runs_until = left.saturating_add(jiff::Span::new().days(LONGEST_TRANSITION_DAYS));
    let last = transition.last_day(zone).max(runs_until);
    Some(Told::of(ProgramFact::Transition(transition), left, last))
}

fn collaborative_care(fields: &mut Fields<'_>) -> Option<Told> {
    let month = fields.month("month");
    let psychiatric_review = fields.optional_flag("psychiatric_review");
    let registry = fields.optional_flag("registry");
    let first_month = fields.optional_month("first_month");
    let month = month?;
    if first_month.is_some_and(|first| first > month) {
        fields.wrong("out_of_range", "first_month", "a month not after this one");
    }
    let fact = CollaborativeMonth { month, psychiatric_review, registry, first_month };
    // It tells of its episode for ever: which month was the first is asked years later (COCM-03).
    Some(Told::of(ProgramFact::CollaborativeMonth(fact), month.first_day(), ProgramFact::OPEN))
}

fn social_need(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<Told> {
    let (date, named) = (fields.date("date"), fields.flag("named"));
    let practitioner = person(fields, known, "practitioner");
    let need = fields.optional_text("need");
    if named == Some(true) && need.is_none() {
        fields.wrong("required", "need", "which need was named");
    }
    let (date, named) = (date?, named?);
    let fact = ProgramFact::SocialNeed(SocialNeed { date, named, need });
    Some(Told::of(fact, date, ProgramFact::OPEN).by((Some(practitioner?), None)))
}

fn requested_code(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<Told> {
    let (month, code) = (fields.month("month"), fields.code::<Hcpcs>("code"));
    let practitioner = optional_person(fields, known, "practitioner");
    let instead = fields.optional_flag("instead").unwrap_or(false);
    let month = month?;
    let fact = ProgramFact::CodeRequest(CodeRequest { month, code: code?, instead });
    Some(Told::of(fact, month.first_day(), month.last_day()).by((practitioner, None)))
}

fn global_surgery(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<Told> {
    let surgeon = anybody(fields, known, "practitioner");
    let (from, to) = fields.days("from", "to")?;
    if surgeon == (None, None) {
        return None;
    }
    Some(Told::of(ProgramFact::GlobalPeriod(GlobalPeriod { from, to }), from, to).by(surgeon))
}

fn prior_authorization(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<Told> {
    let (payer, code) = (fields.text("payer"), fields.code::<Hcpcs>("code"));
    if payer.as_ref().is_some_and(|payer| !known.payers.contains(payer)) {
        fields.wrong("unknown_key", "payer", "the key of a payer of this practice");
    }
    let days = fields.days("from", "until");
    let number = fields.text("number");
    let (from, until) = days?;
    let fact = PriorAuthorization { payer: payer?, code: code?, from, until, number: number? };
    Some(Told::of(ProgramFact::PriorAuthorization(fact), from, until))
}
