//! General supervision, week by week: a random sample of each coordinator's notes, looked at and spoken of by a practitioner.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::SupervisionTerms;
use ccm::care::supervision::{Rating, Sample, Seed, draw, monday, rating};

use super::desk::Desk;
use super::view::PatientName;
use crate::ports::{SampleRow, SampledNoteRow, WhichSamples};
use crate::{App, Error, Place, Result};

/// How many weeks are listed.
const WEEKS: i64 = 26;

/// The samples of the last half year.
#[derive(Clone, Debug)]
pub struct SupervisionView {
    /// The Monday of this week.
    pub week: Date,
    pub terms: SupervisionTerms,
    /// The newest week first.
    pub samples: Vec<SampleView>,
    /// Whether the reader may draw and rate.
    pub may_rate: bool,
}

/// A sample, ready to be shown.
#[derive(Clone, Debug)]
pub struct SampleView {
    pub sample: Sample,
    pub drawn_at: Timestamp,
    pub notes: Vec<SampledNoteView>,
}

#[derive(Clone, Debug)]
pub struct SampledNoteView {
    pub row: SampledNoteRow,
    /// `None`: a chart that the reader may not see.
    pub name: Option<PatientName>,
}

impl SampleView {
    /// Notes that nobody has spoken of yet.
    pub fn left(&self) -> usize {
        self.notes.iter().filter(|one| one.row.ratings.is_empty()).count()
    }
}

/// What was drawn and said: for practitioners, and for whoever watches over the record.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn supervision(app: &App, actor: &Actor, place: Place) -> Result<SupervisionView> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    desk.work = desk.work.require_one(&[Permission::Attest, Permission::ReadAudit]).await?;
    let practice = desk.practice.id;
    let week = monday(desk.today);
    let since = week.saturating_sub(jiff::Span::new().weeks(WEEKS));
    let rows = desk.work.tx.samples(practice, WhichSamples::Since(since)).await?;
    let terms = desk.work.tx.supervision_terms(practice).await?.unwrap_or_default();
    let visible = desk.work.visible(Permission::ReadChart).await?;
    let seen = rows.iter().flat_map(|row| &row.notes).map(|one| one.note.patient);
    let names = desk.names(seen.filter(|patient| visible.has(*patient))).await?;
    let may_rate = desk.work.may(Permission::Attest);
    drop(desk);
    app.audit_read(actor, place, "supervision_sample", "list", None).await?;
    let sample = |SampleRow { sample, drawn_at, notes }: SampleRow| SampleView {
        notes: notes
            .into_iter()
            .map(|row| SampledNoteView { name: names.get(&row.note.patient).cloned(), row })
            .collect(),
        sample,
        drawn_at,
    };
    Ok(SupervisionView { week, terms, samples: rows.into_iter().map(sample).collect(), may_rate })
}

/// Draws this week's samples: of everybody who treats under supervision, has signed notes since theirs was drawn last, and has
/// none of this week. Doing it again draws nothing. Answers how many were drawn.
///
/// # Errors
/// [`Error::Conflict`] when somebody else draws in the same instant; [`Error::Forbidden`].
pub async fn draw_samples(app: &App, actor: &Actor, place: Place) -> Result<usize> {
    let mut desk = Desk::open(app, actor, place).await?;
    desk.work = desk.work.require(Permission::Attest).await?;
    let (practice, now, week) = (desk.practice.id, desk.work.now, monday(desk.today));
    let terms = desk.work.tx.supervision_terms(practice).await?.unwrap_or_default();
    let back = jiff::SignedDuration::from_hours(24 * terms.days_back);
    let first = now.checked_sub(back).unwrap_or(Timestamp::MIN);
    let until: std::collections::BTreeMap<PersonId, Timestamp> =
        desk.work.tx.sampled_until(practice).await?.into_iter().collect();
    let drawn = desk.work.tx.samples(practice, WhichSamples::Since(week)).await?;
    let roles = desk.work.tx.roles(practice).await?;
    let answers = |word: &str| app.rules.role_class(word).is_some_and(|class| class.is_practitioner());
    let supervised = |person: PersonId| {
        let mut here = roles.iter().filter(|role| role.person == person && role.covers(desk.today));
        person != desk.person && !here.any(|role| answers(&role.word))
    };
    let earliest = until.values().copied().min().unwrap_or(first).min(first);
    let mut signed = desk.work.tx.notes_signed(practice, earliest, now).await?;
    let visible = desk.work.visible(Permission::ReadChart).await?;
    signed.retain(|note| visible.has(note.patient) && supervised(note.signed_by));
    let mut coordinators: Vec<PersonId> = signed.iter().map(|note| note.signed_by).collect();
    coordinators.sort_unstable();
    coordinators.dedup();
    coordinators.retain(|one| drawn.iter().all(|row| row.sample.coordinator != *one));
    let how_many = usize::try_from(terms.notes_per_coordinator).unwrap_or_default();
    let mut count = 0;
    for coordinator in coordinators {
        let from = until.get(&coordinator).copied().unwrap_or(first);
        let notes: Vec<(NoteId, PatientId)> = signed
            .iter()
            .filter(|note| note.signed_by == coordinator && note.signed_at >= from)
            .map(|note| (note.id, note.patient))
            .collect();
        if notes.is_empty() {
            continue;
        }
        let seed = Seed(desk.work.id());
        let sample = Sample {
            id: SampleId(desk.work.id()),
            week,
            coordinator,
            from,
            until: now,
            seed,
            among: i64::try_from(notes.len()).unwrap_or(i64::MAX),
            drawn_by: desk.person,
            notes: draw(seed, &notes, how_many),
        };
        desk.work.tx.add_sample(practice, &sample, now).await?;
        let details = serde_json::json!({
            "coordinator": coordinator, "seed": seed.0, "among": sample.among, "notes": sample.notes.len(),
        });
        desk.work.audit("draw", "supervision_sample", &sample.id.to_string(), None, details);
        desk.work.changed("supervision_sample", sample.id, 1);
        count += 1;
    }
    if count == 0 {
        desk.work.tx.rollback().await?;
    } else {
        desk.work.commit().await?;
    }
    Ok(count)
}

/// Says something of a note that was drawn. `seen`: how often it had been spoken of when the page was opened.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] when it was spoken of meanwhile; [`Error::NotFound`];
/// [`Error::Forbidden`] for who is no practitioner here.
pub async fn rate(
    app: &App,
    actor: &Actor,
    place: Place,
    (id, item): (SampleId, usize),
    (word, comment): (&str, Option<&str>),
    seen: usize,
) -> Result<()> {
    let mut desk = Desk::open(app, actor, place).await?;
    desk.work = desk.work.require(Permission::Attest).await?;
    let problems = rating::problems(word, comment);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let practice = desk.practice.id;
    let found = desk.work.tx.samples(practice, WhichSamples::One(id)).await?;
    let note = found.into_iter().next().and_then(|row| row.notes.into_iter().nth(item));
    let note = note.ok_or(Error::NotFound("note of a sample"))?;
    if note.note.signed_by == desk.person {
        return Err(Error::Conflict("nobody rates a note of their own".into()));
    }
    let mut desk = desk.chart(note.note.patient, Permission::ReadChart).await?;
    if note.ratings.len() != seen {
        return Err(Error::Conflict("somebody else has spoken of this note meanwhile".into()));
    }
    let comment = comment.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let said = Rating { word: word.to_owned(), comment, at: desk.work.now, by: desk.person };
    desk.work.tx.add_rating(practice, id, (item, seen), &said).await?;
    let details = serde_json::json!({"rating": word, "item": item, "number": seen});
    desk.work.audit("rate", "supervision_sample", &id.to_string(), Some(note.note.patient), details);
    desk.work.changed("supervision_sample", id, i64::try_from(seen).unwrap_or(i64::MAX).saturating_add(2));
    desk.work.commit().await
}

/// What is in force at the practice; the usual figures where nothing was set.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn supervision_terms(app: &App, actor: &Actor, place: Place) -> Result<SupervisionTerms> {
    let mut work = app.begin_read(actor, place).await?;
    work = work.require_one(&[Permission::Attest, Permission::Configure]).await?;
    let practice = work.practice_id()?;
    Ok(work.tx.supervision_terms(practice).await?.unwrap_or_default())
}

/// Sets them, from now on.
///
/// # Errors
/// [`Error::Invalid`] with every figure that is out of its bounds; [`Error::Forbidden`].
pub async fn set_supervision_terms(
    app: &App,
    actor: &Actor,
    place: Place,
    terms: SupervisionTerms,
) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::Configure).await?;
    let practice = work.practice_id()?;
    let problems = terms.problems();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let before = work.tx.supervision_terms(practice).await?.unwrap_or_default();
    work.tx.put_supervision_terms(practice, &terms).await?;
    let details = serde_json::json!({"before": before, "after": terms});
    work.audit("configure", "supervision_terms", &practice.to_string(), None, details);
    work.changed("practice", practice, 1);
    work.commit().await
}
