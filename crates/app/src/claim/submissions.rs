//! Files of claims that went out: where each stands on its way, what became of its claims, and what asks for somebody.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimState;
use ccm::claim::carriage::{CarriageEvent, CarriageMove, CarriageStanding, CarriageTerms, carriage};

use super::life::LifeClocks;
use crate::ports::carriage::NoWay;
use crate::ports::submissions::{FileStateCount, FiledClaim, FilesWanted, MonthStateCount};
use crate::ports::{ClaimFileRow, PayerRow};
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result, Work};

/// Files of one page.
const FILES: usize = 30;
/// Claims of a file on one page.
const CLAIMS: usize = 50;
/// Months whose claims are counted.
const MONTHS: i64 = 12;

/// Which files; what is `None` or `false` lets all through.
#[derive(Clone, Copy, Debug, Default)]
pub struct SubmissionsQuery {
    /// Nothing but files that ask for somebody.
    pub is_asking: bool,
    /// [`SubmissionsBoard::next`] of the page before.
    pub before: Option<ClaimFileId>,
}

/// A page of files, and all claims by state.
pub struct SubmissionsBoard {
    pub zone: TimeZone,
    pub files: Vec<Submission>,
    /// For the next page; `None`: this is the last.
    pub next: Option<ClaimFileId>,
    /// Of the newest closing of each month, the newest month first.
    pub months: Vec<MonthStates>,
}

/// One month's claims by state, as the list of claims counts them.
pub struct MonthStates {
    pub month: ServiceMonth,
    pub states: Vec<MonthStateCount>,
}

impl MonthStates {
    /// Claims that ask for somebody.
    pub fn asking(&self) -> u64 {
        self.states.iter().map(|one| one.asking).sum()
    }
}

/// How a file gets to its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileWay {
    /// The program carries it.
    Carried,
    /// A person hands it over.
    Hand,
    /// It was written to be handed over, and its payer can be reached now: it goes where somebody says so.
    OnRequest,
    /// A person types it into the payer's portal.
    Portal,
    /// What is agreed on cannot be used: somebody has to mend the payer's terms.
    Broken,
    /// Of before there was any carriage: it was handed out, and nobody waits for it.
    Before,
}

/// A file and where it stands.
pub struct Submission {
    pub file: ClaimFileRow,
    /// Payers that this receiver takes claims for.
    pub payers: Vec<String>,
    pub way: FileWay,
    pub standing: CarriageStanding,
    /// How many of its claims stand in which state.
    pub states: Vec<(ClaimState, u64)>,
    /// Claims that ask for somebody.
    pub asking: u64,
}

impl Submission {
    fn of(
        (file, events): (ClaimFileRow, &[CarriageEvent]),
        ways: &Ways<'_>,
        states: &[FileStateCount],
        now: Timestamp,
    ) -> Self {
        let standing = carriage(events, CarriageTerms::embedded(), now);
        let own = states.iter().filter(|one| one.file == file.id);
        Self {
            payers: ways.names(&file),
            way: if file.batch.is_none() { FileWay::Before } else { ways.of(&file) },
            standing,
            states: own.clone().map(|one| (one.state, one.claims)).collect(),
            asking: own.map(|one| one.asking).sum(),
            file,
        }
    }

    pub fn is_sent(&self) -> bool {
        self.standing.next == CarriageMove::Nothing
    }

    /// It is not known to be there, and nothing of ours will bring it there unasked.
    pub fn needs_a_person(&self) -> bool {
        let is_ours = self.way == FileWay::Carried && !self.standing.needs_a_person;
        !self.is_sent() && !is_ours && self.way != FileWay::Before
    }
}

/// Payers by the receiver that takes their claims.
struct Ways<'a> {
    app: &'a App,
    payers: &'a [PayerRow],
}

impl Ways<'_> {
    /// As the sender asks: who takes files from this submitter at this receiver.
    fn among<'b>(&'b self, file: &'b ClaimFileRow) -> impl Iterator<Item = &'b PayerRow> {
        self.payers.iter().filter(|row| file.goes_to(&row.profile))
    }

    fn names(&self, file: &ClaimFileRow) -> Vec<String> {
        self.among(file).map(|row| row.profile.name.clone()).collect()
    }

    fn of(&self, file: &ClaimFileRow) -> FileWay {
        let Some(payer) = self.among(file).next() else { return FileWay::Hand };
        match self.app.transports.of(&payer.profile) {
            Ok(_) if file.goes_by_itself => FileWay::Carried,
            Ok(_) => FileWay::OnRequest,
            Err(NoWay::None) => FileWay::Hand,
            Err(NoWay::Portal) => FileWay::Portal,
            Err(NoWay::Terms) => FileWay::Broken,
        }
    }
}

/// Lists files, the newest first. That they were read goes on record.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn submissions(
    app: &App,
    actor: &Actor,
    place: Place,
    query: SubmissionsQuery,
) -> Result<SubmissionsBoard> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let clocks = LifeClocks::read(&mut work).await?;
    let wanted = FilesWanted {
        asking_by: query.is_asking.then_some(clocks.today()),
        before: query.before,
        limit: FILES as i64 + 1,
    };
    let mut rows = work.tx.submissions(practice, wanted).await?;
    let has_more = rows.len() > FILES;
    rows.truncate(FILES);
    let ids: Vec<ClaimFileId> = rows.iter().map(|(file, _)| file.id).collect();
    let states = work.tx.file_states(practice, &ids, clocks.today()).await?;
    let months = months(&mut work, clocks.today()).await?;
    let payers = work.billed_payers().await?;
    let now = work.now;
    drop(work);
    app.audit_read(actor, place, "claim_files", "submissions", None).await?;
    let ways = Ways { app, payers: &payers };
    let files: Vec<Submission> =
        rows.into_iter().map(|(file, events)| Submission::of((file, &events), &ways, &states, now)).collect();
    let next = files.last().filter(|_| has_more).map(|one| one.file.id);
    Ok(SubmissionsBoard { zone: clocks.zone().clone(), files, next, months })
}

/// What the list of claims counts: the newest closing of each month.
async fn months(work: &mut Work, today: Date) -> Result<Vec<MonthStates>> {
    let practice = work.practice_id()?;
    let first = jiff::Span::new().try_months(MONTHS).ok().and_then(|span| today.checked_sub(span).ok());
    let from = ServiceMonth::of(first.unwrap_or(Date::MIN));
    let closings = work.tx.closures_since(practice, from).await?;
    let counted = work.tx.month_states(practice, from, today).await?;
    let mut months: Vec<MonthStates> = Vec::with_capacity(closings.len());
    for closing in closings.iter().rev() {
        let own = counted.iter().filter(|one| (one.month, one.revision) == (closing.month, closing.revision));
        let states: Vec<MonthStateCount> = own.cloned().collect();
        if !states.is_empty() {
            months.push(MonthStates { month: closing.month, states });
        }
    }
    Ok(months)
}

/// One file on a page of its own.
pub struct SubmissionPage {
    pub zone: TimeZone,
    pub submission: Submission,
    /// Who did what, when.
    pub events: Vec<(CarriageEvent, Actor)>,
    /// `Given Family` of staff.
    pub names: HashMap<PersonId, String>,
    pub claims: Vec<(FiledClaim, PatientCard)>,
    /// The number of the last claim shown, for the next page; `None`: this is the last.
    pub next: Option<String>,
    pub today: Date,
}

/// Shows one file with its claims, a page of them behind the number `after`.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; storage's failures.
pub async fn submission(
    app: &App,
    actor: &Actor,
    place: Place,
    id: ClaimFileId,
    after: &str,
) -> Result<SubmissionPage> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let clocks = LifeClocks::read(&mut work).await?;
    let file = work.tx.submission(practice, id).await?.ok_or(Error::NotFound("file"))?;
    let events = work.tx.carriage_of(practice, id).await?;
    let states = work.tx.file_states(practice, &[id], clocks.today()).await?;
    let mut claims = work.tx.claims_in_file(practice, id, after, CLAIMS as i64 + 1).await?;
    let has_more = claims.len() > CLAIMS;
    claims.truncate(CLAIMS);
    let patients: Vec<PatientId> = claims.iter().map(|claim| claim.patient).collect();
    let mut cards: HashMap<PatientId, PatientCard> = HashMap::with_capacity(patients.len());
    for found in work.tx.found(practice, &patients).await? {
        cards.insert(found.patient.id, PatientCard::of(found.patient, clocks.today()));
    }
    let payers = work.billed_payers().await?;
    let names = staff_names(&mut work).await?;
    let now = work.now;
    drop(work);
    app.audit_read(actor, place, "claim_file", &id.to_string(), None).await?;
    let next = claims.last().filter(|_| has_more).map(|claim| claim.number.clone());
    let with_card = |claim: FiledClaim| {
        let card = cards.get(&claim.patient).cloned()?;
        Some((claim, card))
    };
    let steps: Vec<CarriageEvent> = events.iter().map(|(event, _)| event.clone()).collect();
    Ok(SubmissionPage {
        zone: clocks.zone().clone(),
        submission: Submission::of((file, &steps), &Ways { app, payers: &payers }, &states, now),
        events,
        names,
        claims: claims.into_iter().filter_map(with_card).collect(),
        next,
        today: clocks.today(),
    })
}

/// How many files no partner is known to have, and nothing of ours will bring there unasked.
pub(crate) async fn files_for_a_person(work: &mut Work) -> Result<u64> {
    let practice = work.practice_id()?;
    let (app, now) = (work.app().clone(), work.now);
    let payers = work.billed_payers().await?;
    let ways = Ways { app: &app, payers: &payers };
    let waiting = work.tx.files_to_carry(practice).await?.into_iter();
    let asks = |(file, events): &(ClaimFileRow, Vec<CarriageEvent>)| {
        Submission::of((file.clone(), events), &ways, &[], now).needs_a_person()
    };
    Ok(waiting.filter(asks).count() as u64)
}

/// `Given Family` of everybody on the staff.
pub(crate) async fn staff_names(work: &mut Work) -> Result<HashMap<PersonId, String>> {
    let persons = work.tx.persons().await?;
    Ok(persons.into_iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect())
}
