//! Ask payers about a month's panel: a file of questions (270) for each, kept with its numbers before anything leaves, and
//! carried as files of claims are.

use std::collections::{BTreeMap, HashMap, HashSet};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::{Consent, ConsentKind, Episode};
use ccm::people::verification::{EligibilityBook, LastAsked, is_due};
use ccm::people::{DatePolicy, EligibilityTerms, Identifier, Transport};
use serde::Serialize;

use super::file::{Asked, Desk};
use super::ground;
use crate::billing::payer_in;
use crate::claim::card::mbis;
use crate::ports::eligibility::PEOPLE_PER_SET;
use crate::ports::{Inquired, InquiryPerson, PayerRow};
use crate::reports::KeeperLease;
use crate::{App, Error, Place, Result, Work};

/// Patients whose records are read at once.
const AT_ONCE: i64 = 500;
/// People in one file: one that is refused whole does not hold up a large panel.
const MOST_IN_FILE: usize = 50 * PEOPLE_PER_SET;

/// Whom to ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichAsked {
    /// Everybody of the panel.
    All,
    /// Whose answer is missing or old, by `remittance/eligibility.toml`.
    Due,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskReport {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub files: Vec<AskedFile>,
    /// Enrolled in the month.
    pub panel: usize,
    /// Whose question went into a file.
    pub asked: usize,
    /// Whose answer is fresh, or on its way.
    pub not_due: usize,
    /// Whose payer is not asked here, or who has none on record.
    pub no_way: usize,
    /// Who could not be asked about, and what is missing.
    pub left_out: Vec<NotAsked>,
    /// Somebody else is at it: nothing was done here.
    pub is_elsewhere: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskedFile {
    pub file: ClaimFileId,
    pub name: String,
    pub payer: String,
    pub people: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotAsked {
    pub patient: PatientId,
    pub problems: Vec<Problem>,
}

/// Asks, a file in each transaction: what is in a file stays. A question goes into one file only; asking everybody twice asks
/// twice.
///
/// # Errors
/// [`Error::Conflict`] for a month that has not begun; [`Error::Invalid`] where a payer's profile cannot be written;
/// [`Error::Forbidden`].
pub async fn ask(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    which: WhichAsked,
) -> Result<AskReport> {
    let work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    drop(work);
    let mut report = AskReport {
        schema: "perennial.ask.1",
        month,
        files: Vec::new(),
        panel: 0,
        asked: 0,
        not_due: 0,
        no_way: 0,
        left_out: Vec::new(),
        is_elsewhere: false,
    };
    // Two who ask at once would ask twice.
    let lease = KeeperLease::new(app, format!("eligibility/{practice}"));
    if lease.take(app, actor, place).await?.is_none() {
        report.is_elsewhere = true;
        return Ok(report);
    }
    let outcome = lease.during(app, actor, place, under_lease(app, actor, place, which, &mut report)).await;
    lease.let_go(app, actor, place).await?;
    outcome.map(|()| report)
}

/// Asks about the months that are open and near their end, where an answer is missing or old: what the job does.
///
/// # Errors
/// As [`ask`].
pub async fn ask_due(app: &App, actor: &Actor, place: Place) -> Result<Vec<AskReport>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let payers = work.billed_payers().await?;
    let open = work.tx.open_months(practice).await?;
    let zone = work.practice().await?.zone_on(crate::work::now_date(work.now)).map(ZoneName::zone);
    let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let today = zone.to_datetime(work.now).date();
    drop(work);
    let mut reports = Vec::new();
    if payers.iter().all(|row| terms(row).is_none()) {
        return Ok(reports);
    }
    let asking = &EligibilityBook::embedded().asking;
    for month in open.into_iter().map(|row| row.month) {
        if is_due(month, None, today, asking) {
            reports.push(ask(app, actor, place, month, WhichAsked::Due).await?);
        }
    }
    Ok(reports)
}

/// How a payer is asked; `None`: it is not. A portal answers people, one at a time.
fn terms(row: &PayerRow) -> Option<&EligibilityTerms> {
    let submission = &row.profile.submission;
    submission.eligibility.as_ref().filter(|_| !matches!(submission.transport, Transport::Portal { .. }))
}

async fn under_lease(
    app: &App,
    actor: &Actor,
    place: Place,
    which: WhichAsked,
    report: &mut AskReport,
) -> Result<()> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice().await?;
    let zone = practice
        .zone_of(report.month)
        .map(ZoneName::zone)
        .ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let local = zone.to_datetime(work.now);
    if report.month.first_day() > local.date() {
        return Err(Error::Conflict(format!("{} has not begun", report.month)));
    }
    let payers = work.billed_payers().await?;
    let panel = Panel { month: report.month, today: local.date(), zone, which, payers: &payers };
    let by_payer = panel.read(&mut work, report).await?;
    drop(work);
    for (payer, people) in by_payer {
        let Some(payer) = payers.iter().find(|row| row.id == payer) else { continue };
        for some in people.chunks(MOST_IN_FILE) {
            let desk = Desk { app, practice: &practice, payer, month: report.month, local };
            let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
            let before = report.files.len();
            desk.write(&mut work, some.to_vec(), report).await?;
            if report.files.len() > before {
                work.commit().await?;
            } else {
                work.tx.rollback().await?;
            }
        }
    }
    Ok(())
}

struct Panel<'a> {
    month: ServiceMonth,
    today: Date,
    zone: TimeZone,
    which: WhichAsked,
    payers: &'a [PayerRow],
}

impl Panel<'_> {
    async fn read(&self, work: &mut Work, report: &mut AskReport) -> Result<BTreeMap<PayerId, Vec<Asked>>> {
        let practice = work.practice_id()?;
        let mut by_payer: BTreeMap<PayerId, Vec<Asked>> = BTreeMap::new();
        let mut after = None;
        loop {
            let some = work.tx.panel_after(practice, self.month.last_day(), after, AT_ONCE).await?;
            let Some(last) = some.last() else { return Ok(by_payer) };
            after = Some(*last);
            let gone = self.gone(work, &some).await?;
            let some: Vec<PatientId> = some.into_iter().filter(|id| !gone.contains(id)).collect();
            report.panel += some.len();
            self.sort(work, &some, &mut by_payer, report).await?;
        }
    }

    /// Who died before the month, or took back every consent.
    async fn gone(&self, work: &mut Work, some: &[PatientId]) -> Result<HashSet<PatientId>> {
        let practice = work.practice_id()?;
        let first = self.month.first_day();
        let deaths = work.tx.deaths_of(practice, some).await?.into_iter();
        let mut gone: HashSet<PatientId> =
            deaths.filter(|(_, at)| at.day(&self.zone) < first).map(|(patient, _)| patient).collect();
        let mut programs: HashMap<PatientId, Vec<Episode>> = HashMap::new();
        for episode in work.tx.episodes_of(practice, some).await? {
            programs.entry(episode.patient).or_default().push(episode);
        }
        let mut consents: HashMap<PatientId, Vec<Consent>> = HashMap::new();
        for consent in work.tx.consents_of(practice, some).await? {
            consents.entry(consent.patient).or_default().push(consent);
        }
        for (patient, episodes) in programs {
            let said = consents.get(&patient).map(Vec::as_slice).unwrap_or_default();
            let is_revoked = |episode: &Episode| {
                let last = said
                    .iter()
                    .filter(|one| one.program == episode.program)
                    .max_by_key(|one| one.at.earliest(&self.zone));
                last.is_some_and(|one| one.kind == ConsentKind::Revocation && one.at.day(&self.zone) < first)
            };
            if episodes.iter().all(is_revoked) {
                gone.insert(patient);
            }
        }
        Ok(gone)
    }

    async fn sort(
        &self,
        work: &mut Work,
        some: &[PatientId],
        by_payer: &mut BTreeMap<PayerId, Vec<Asked>>,
        report: &mut AskReport,
    ) -> Result<()> {
        let practice = work.practice_id()?;
        let patients = work.tx.patients_of(practice, some).await?;
        let identifiers: Vec<(PatientId, Identifier)> = work.tx.identifiers_of(practice, some).await?;
        let coverages = ground::coverages(work, some).await?;
        let last: HashMap<PatientId, Inquired> = work
            .tx
            .inquired_of(practice, some, self.month)
            .await?
            .into_iter()
            .map(|one| (one.0.patient, one))
            .collect();
        let flat = coverages.iter().flat_map(|(id, all)| all.iter().map(|one| (*id, one.clone())));
        let cards = mbis(identifiers, flat.collect(), self.month);
        for patient in patients {
            let known = coverages.get(&patient.id).map(Vec::as_slice).unwrap_or_default();
            let payer = payer_in(self.month, known, self.payers).map(|(_, row)| row);
            let Some((payer, terms)) = payer.and_then(|row| Some((row, terms(row)?))) else {
                report.no_way += 1;
                continue;
            };
            if self.which == WhichAsked::Due && !self.is_due(last.get(&patient.id)) {
                report.not_due += 1;
                continue;
            }
            let end = self.month.last_day();
            let (first, last) = match terms.dates {
                DatePolicy::Single => (end.min(self.today), end.min(self.today)),
                DatePolicy::Range => (self.month.first_day(), end),
            };
            let person = InquiryPerson {
                trace: String::new(),
                family: patient.family,
                given: patient.given,
                member: cards.get(&patient.id).cloned(),
                born_on: patient.born_on,
                sex: patient.sex,
                first,
                last,
            };
            by_payer.entry(payer.id).or_default().push(Asked { patient: patient.id, person });
        }
        Ok(())
    }

    fn is_due(&self, last: Option<&Inquired>) -> bool {
        let book = EligibilityBook::embedded();
        let last = last.map(|(inquiry, answer)| {
            let refused = answer.as_ref().filter(|row| row.answer.is_rejected()).is_some_and(|row| {
                let may_again = |reason: &str| book.rejection(reason).is_some_and(|one| one.again);
                !row.answer.rejections.iter().all(|one| may_again(&one.reason))
            });
            let answered = answer.as_ref().filter(|row| !row.answer.is_rejected());
            LastAsked {
                asked_on: inquiry.asked_on,
                answered_on: answered.map(|row| self.zone.to_datetime(row.at).date()),
                is_refused: refused,
            }
        });
        is_due(self.month, last, self.today, &book.asking)
    }
}
