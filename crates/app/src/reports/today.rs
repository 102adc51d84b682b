//! Today: one ranked list, each row with its reasons.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::people::rostered_seconds;
use ccm::reports::caseload::expected_permille;
use ccm::reports::{Caseload, RankKey, RankingSettings, Reason, rank};
use serde::Serialize;

use super::view::{MeterView, PatientCard};
use crate::ports::ahead::Ahead;
use crate::ports::reports::WorklistWanted;
use crate::{App, Error, Place, Result};

/// Rows of a page.
pub const PAGE: usize = 50;

/// What of the list is wanted. The counts of the header are doors: each has its filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TodayFilter {
    /// Everybody with a reason.
    #[default]
    Reasons,
    /// Those with a clinical reason.
    Clinical,
    /// Everybody who is assigned.
    Everybody,
    AtThreshold,
    OnTrack,
    AtRisk,
}

impl TodayFilter {
    pub const ALL: [Self; 6] =
        [Self::Reasons, Self::Clinical, Self::Everybody, Self::AtThreshold, Self::OnTrack, Self::AtRisk];

    pub fn word(self) -> &'static str {
        match self {
            Self::Reasons => "reasons",
            Self::Clinical => "clinical",
            Self::Everybody => "everybody",
            Self::AtThreshold => "at_threshold",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.word() == word)
    }

    /// Places under the first; shares from the second to before the third.
    fn bounds(self, expected: i64, settings: &RankingSettings) -> (u16, Option<(i64, i64)>) {
        let (all, with_reason) = (RankKey::NO_REASON + 1, RankKey::NO_REASON);
        match self {
            Self::Reasons => (with_reason, None),
            Self::Clinical => (settings.clinical_places_under(), None),
            Self::Everybody => (all, None),
            Self::AtThreshold => (all, Some((1_000, 1_001))),
            Self::OnTrack => (all, Some((expected, 1_000))),
            Self::AtRisk => (all, Some((0, expected))),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct TodayQuery {
    /// The patients assigned to this person; `None`: the whole practice.
    pub person: Option<PersonId>,
    /// The whole practice after all, where nobody is assigned to that person.
    pub or_practice: bool,
    pub filter: TodayFilter,
    /// [`Today::next`] of the page before.
    pub after: Option<String>,
}

/// A page of the list.
#[derive(Clone, Serialize)]
pub struct Today {
    pub schema: &'static str,
    pub as_of: Timestamp,
    /// The practice's.
    pub zone: ZoneName,
    pub month: ServiceMonth,
    /// Whose patients; `None`: the whole practice's.
    pub person: Option<PersonId>,
    pub caseload: Caseload,
    pub rows: Vec<TodayRow>,
    /// For the next page; `None`: this is the last.
    pub next: Option<String>,
}

/// A patient, and why now.
#[derive(Clone, Serialize)]
pub struct TodayRow {
    pub patient: PatientCard,
    pub programs: Vec<Program>,
    pub coordinator: Option<PersonId>,
    /// The heaviest first.
    pub reasons: Vec<Reason>,
    pub is_clinical: bool,
    pub meter: Option<MeterView>,
    pub last_contact: Option<Timestamp>,
    /// The patient's.
    pub zone: Option<ZoneName>,
}

/// A page of the list of the day, as it stands at this instant.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for an `after` that is none of ours; storage's failures.
pub async fn today(app: &App, actor: &Actor, place: Place, query: &TodayQuery) -> Result<Today> {
    let after = query.after.as_deref().map(read_after).transpose()?;
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let among = work.visible(Permission::ReadChart).await?.list();
    let (practice, now) = (work.practice_id()?, work.now);
    let zone = zone_now(&work.practice().await?, now)?;
    let day = zone.zone().to_datetime(now).date();
    let month = ServiceMonth::of(day);
    let settings = RankingSettings::embedded();
    let expected = expected_permille(month, &zone, now, settings);
    let (place_under, share) = query.filter.bounds(i64::from(expected), settings);
    let limit = PAGE as i64 + 1;
    let mut wanted = WorklistWanted { coordinator: query.person, among, place_under, share, after, limit };
    work.tx.ahead(Ahead::Today { practice, wanted: &wanted }).await?;
    let mut counts = work.tx.caseload_counts(practice, &wanted, expected).await?;
    if query.or_practice && query.person.is_some() && counts.assigned == 0 {
        wanted.coordinator = None;
        counts = work.tx.caseload_counts(practice, &wanted, expected).await?;
    }
    let mut page = work.tx.worklist_page(practice, &wanted).await?;
    let mut hours = work.tx.rostered_hours(practice).await?;
    hours.retain(|one| wanted.coordinator.is_none_or(|person| person == one.person));
    drop(work);
    let holidays = app.rules.holidays();
    let rostered = rostered_seconds(&hours, day, month.last_day(), |day| holidays.is_business_day(day));
    let has_more = page.len() > PAGE;
    page.truncate(PAGE);
    let next = page.last().filter(|_| has_more).map(|(head, row)| write_after(&row.key, head.id));
    // A page is a stretch of the kept order; in it, the instant may move what is otherwise equal.
    let mut ranked: Vec<_> = page
        .into_iter()
        .map(|(head, row)| {
            let ranked = rank(&row.case, now, settings);
            (ranked.order(), head, row, ranked)
        })
        .collect();
    ranked.sort_by(|(a, head, ..), (b, other, ..)| a.cmp(b).then(head.id.cmp(&other.id)));
    let rows = ranked.into_iter().map(|(_, head, row, ranked)| TodayRow {
        patient: PatientCard::of(head, day),
        programs: row.programs.clone(),
        coordinator: row.coordinator,
        is_clinical: ranked.is_clinical(),
        reasons: ranked.reasons,
        meter: row.case.meter.as_ref().map(|meter| MeterView::at(meter, now)),
        last_contact: row.case.last_contact,
        zone: row.case.zone.clone(),
    });
    let rows: Vec<TodayRow> = rows.collect();
    app.audit_read(actor, place, "worklist", query.filter.word(), None).await?;
    Ok(Today {
        schema: "perennial.today.1",
        as_of: now,
        zone,
        month,
        person: wanted.coordinator,
        caseload: Caseload::of(counts, rostered),
        rows,
        next,
    })
}

/// The practice's zone today.
pub(super) fn zone_now(practice: &ccm::people::Practice, now: Timestamp) -> Result<ZoneName> {
    let day = TimeZone::UTC.to_datetime(now).date();
    let zone = practice.zone_on(day).cloned();
    zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))
}

fn write_after(key: &RankKey, patient: PatientId) -> String {
    format!("{}.{}.{}.{patient}", key.place, key.due.as_microsecond(), key.pace)
}

fn read_after(text: &str) -> Result<(RankKey, PatientId)> {
    let read = || {
        let mut parts = text.splitn(4, '.');
        let place = parts.next()?.parse().ok()?;
        let due = Timestamp::from_microsecond(parts.next()?.parse().ok()?).ok()?;
        let pace = parts.next()?.parse().ok()?;
        Some((RankKey { place, due, pace }, parts.next()?.parse().ok()?))
    };
    read().ok_or_else(|| Error::invalid(Problem::new("not_a_page", "after")))
}
