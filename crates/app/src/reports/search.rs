//! Finding patients: by name, record number, Medicare number or condition.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care_plan::group::code_ranges;
use ccm::enrollment::Program;
use ccm::people::Identifier;
use ccm::people::name::fold;
use ccm::reports::caseload::expected_permille;
use ccm::reports::{RankingSettings, Reason, rank};
use serde::Serialize;

use super::today::{PAGE, zone_now};
use super::view::{MeterView, PatientCard};
use crate::access::Visible;
use crate::enrollment::candidates::labels;
use crate::ports::ahead::Ahead;
use crate::ports::reports::{FoundRow, SearchWanted};
use crate::{App, Error, Place, Result, Work};

/// Longer texts are no name.
const LONGEST_TEXT: usize = 200;
/// Charts that are offered again.
const RECENT: i64 = 10;

/// What is asked; everything that is given must fit.
#[derive(Clone, Debug, Default)]
pub struct SearchQuery {
    /// The beginning of a name in either order, a record number, a Medicare number, or a condition.
    pub text: String,
    pub program: Option<Program>,
    /// An ICD-10-CM code, its beginning, or a word such as `diabetes`.
    pub condition: Option<String>,
    pub assigned: Option<PersonId>,
    pub state: Option<SearchState>,
    /// [`SearchPage::next`] of the page before.
    pub after: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchState {
    Enrolled,
    NotEnrolled,
    AtThreshold,
    OnTrack,
    AtRisk,
}

impl SearchState {
    pub const ALL: [Self; 5] =
        [Self::Enrolled, Self::NotEnrolled, Self::AtThreshold, Self::OnTrack, Self::AtRisk];

    pub fn word(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::NotEnrolled => "not_enrolled",
            Self::AtThreshold => "at_threshold",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What the text was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    Everybody,
    Name,
    Identifier,
    Condition,
}

/// A page of patients, in the order of their names.
#[derive(Clone, Serialize)]
pub struct SearchPage {
    pub schema: &'static str,
    pub by: FoundBy,
    /// The practice's.
    pub zone: ZoneName,
    pub as_of: Timestamp,
    pub rows: Vec<Found>,
    /// Charts that this person opened last, the newest first; nobody but staff has any.
    pub recent: Vec<Recent>,
    /// For the next page; `None`: this is the last.
    pub next: Option<String>,
}

#[derive(Clone, Serialize)]
pub struct Found {
    pub patient: PatientCard,
    pub mrn: Option<String>,
    pub programs: Vec<Program>,
    pub coordinator: Option<PersonId>,
    pub meter: Option<MeterView>,
    pub reasons: Vec<Reason>,
    pub last_contact: Option<Timestamp>,
}

/// A chart opened before.
#[derive(Clone, Serialize)]
pub struct Recent {
    pub patient: PatientCard,
    pub opened_at: Timestamp,
}

/// Searches the patients of a practice.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for a condition that means nothing, a text too long, or an `after` that is none
/// of ours; storage's failures.
pub async fn search(app: &App, actor: &Actor, place: Place, query: &SearchQuery) -> Result<SearchPage> {
    let text = query.text.trim();
    if text.len() > LONGEST_TEXT {
        return Err(Error::invalid(Problem::new("too_long", "text")));
    }
    let mut wanted = SearchWanted {
        program: query.program,
        coordinator: query.assigned,
        after: query.after.as_deref().map(read_after).transpose()?,
        limit: PAGE as i64 + 1,
        ..SearchWanted::default()
    };
    if let Some(condition) = query.condition.as_deref().filter(|text| !text.trim().is_empty()) {
        wanted.conditions = code_ranges(condition);
        if wanted.conditions.is_empty() {
            let problem = Problem::new("unknown_condition", "condition");
            return Err(Error::invalid(
                problem.with("expected", "an ICD-10-CM code, or a word such as diabetes"),
            ));
        }
    }
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let visible = work.visible(Permission::ReadChart).await?;
    wanted.among = visible.list();
    let (practice, now) = (work.practice_id()?, work.now);
    let zone = zone_now(&work.practice().await?, now)?;
    let day = zone.zone().to_datetime(now).date();
    let settings = RankingSettings::embedded();
    let expected = i64::from(expected_permille(ServiceMonth::of(day), &zone, now, settings));
    match query.state {
        None => {}
        Some(SearchState::Enrolled) => wanted.is_enrolled = Some(true),
        Some(SearchState::NotEnrolled) => wanted.is_enrolled = Some(false),
        Some(SearchState::AtThreshold) => wanted.share = Some((1_000, 1_001)),
        Some(SearchState::OnTrack) => wanted.share = Some((expected, 1_000)),
        Some(SearchState::AtRisk) => wanted.share = Some((0, expected)),
    }
    let (by, mut rows) = find(&mut work, text, wanted).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let ids: Vec<PatientId> = rows.iter().map(|found| found.patient.id).collect();
    let recent = match actor {
        Actor::Staff { person, .. } => Some((*person, RECENT)),
        _ => None,
    };
    work.tx.ahead(Ahead::Found { practice, patients: &ids, recent }).await?;
    let recent = opened(&mut work, &visible, day).await?;
    let mut mrns = labels(&work.tx.identifiers_of(practice, &ids).await?);
    drop(work);
    // A page's address holds no name: storage looks the last one up again.
    let next = rows.last().filter(|_| has_more).map(|row| row.patient.id.to_string());
    let rows = rows
        .into_iter()
        .map(|FoundRow { patient, row }| {
            let case = row.as_ref().map(|row| &row.case);
            Found {
                mrn: mrns.remove(&patient.id),
                meter: case.and_then(|case| case.meter.as_ref()).map(|meter| MeterView::at(meter, now)),
                reasons: case.map_or_else(Vec::new, |case| rank(case, now, settings).reasons),
                last_contact: case.and_then(|case| case.last_contact),
                coordinator: row.as_ref().and_then(|row| row.coordinator),
                programs: row.as_ref().map(|row| row.programs.clone()).unwrap_or_default(),
                patient: PatientCard::of(patient, day),
            }
        })
        .collect();
    // The text may be a name: it is not put on record.
    app.audit_reads(actor, place, "patients", &["search", "recent"]).await?;
    Ok(SearchPage { schema: "perennial.patients.1", by, zone, as_of: now, rows, recent, next })
}

/// As [`SearchPage::recent`], where nothing could be searched for.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn recent(app: &App, actor: &Actor, place: Place) -> Result<Vec<Recent>> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let visible = work.visible(Permission::ReadChart).await?;
    let now = work.now;
    let day = zone_now(&work.practice().await?, now)?.zone().to_datetime(now).date();
    let recent = opened(&mut work, &visible, day).await?;
    drop(work);
    app.audit_read(actor, place, "patients", "recent", None).await?;
    Ok(recent)
}

async fn opened(work: &mut Work, visible: &Visible, day: Date) -> Result<Vec<Recent>> {
    let Actor::Staff { person, .. } = work.actor else { return Ok(Vec::new()) };
    let practice = work.practice_id()?;
    let rows = work.tx.recent_charts(practice, person, RECENT).await?;
    let rows = rows.into_iter().filter(|(head, _)| visible.has(head.id));
    Ok(rows.map(|(head, opened_at)| Recent { patient: PatientCard::of(head, day), opened_at }).collect())
}

/// A text with a digit in it is a number before it is anything else.
async fn find(work: &mut Work, text: &str, mut wanted: SearchWanted) -> Result<(FoundBy, Vec<FoundRow>)> {
    let practice = work.practice_id()?;
    if text.is_empty() {
        return Ok((FoundBy::Everybody, work.tx.search(practice, &wanted).await?));
    }
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        let is_mbi = text.parse::<Mbi>().is_ok();
        let system = if is_mbi { Identifier::MBI } else { "" };
        let asked = Identifier { system: system.to_owned(), value: text.to_owned() };
        let mut found = work.tx.find_patients(practice, &[asked]).await?.pop().unwrap_or_default();
        found.retain(|patient| wanted.among.as_ref().is_none_or(|these| these.contains(patient)));
        if !found.is_empty() || is_mbi {
            // A number names one patient: what else was asked for does not hide whom it names.
            return Ok((FoundBy::Identifier, work.tx.found(practice, &found).await?));
        }
    }
    let meant = if wanted.conditions.is_empty() { code_ranges(text) } else { Vec::new() };
    let is_code = !meant.is_empty() && text.bytes().any(|byte| byte.is_ascii_digit());
    wanted.name = if is_code { String::new() } else { fold(text) };
    if is_code {
        wanted.conditions = meant;
        return Ok((FoundBy::Condition, work.tx.search(practice, &wanted).await?));
    }
    // Nothing but marks is nobody's name.
    if wanted.name.is_empty() {
        return Ok((FoundBy::Name, Vec::new()));
    }
    let rows = work.tx.search(practice, &wanted).await?;
    if rows.is_empty() && !meant.is_empty() && !is_anybodys_name(work, &wanted).await? {
        wanted.name = String::new();
        wanted.conditions = meant;
        return Ok((FoundBy::Condition, work.tx.search(practice, &wanted).await?));
    }
    Ok((FoundBy::Name, rows))
}

/// Whether the end of a list was reached, and not a list of nobody.
async fn is_anybodys_name(work: &mut Work, wanted: &SearchWanted) -> Result<bool> {
    if wanted.after.is_none() {
        return Ok(false);
    }
    let practice = work.practice_id()?;
    let first = SearchWanted { after: None, limit: 1, ..wanted.clone() };
    Ok(!work.tx.search(practice, &first).await?.is_empty())
}

fn read_after(text: &str) -> Result<PatientId> {
    text.parse().map_err(|_| Error::invalid(Problem::new("not_a_page", "after")))
}
