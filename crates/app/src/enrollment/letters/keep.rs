//! Making a letter, and putting on record how it arrived.

use ccm::access::{Actor, Permission};
use ccm::basics::document::Print;
use ccm::basics::*;
use ccm::enrollment::letter::{LETTER_WAYS, PROOF_CHARACTERS};
use ccm::enrollment::{Letter, LetterKind, Program};
use sha2::{Digest, Sha256};

use super::facts;
use crate::care::desk::Desk;
use crate::ports::{LetterDelivery, LetterHead};
use crate::{App, Error, Place, Result};

/// Which letter, to be made now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    pub kind: LetterKind,
    pub program: Program,
    pub tongue: Tongue,
    pub print: Print,
    /// What a letter on a month speaks of.
    pub month: Option<ServiceMonth>,
}

/// The letter as it would be made now; nothing is kept but that it was read.
///
/// # Errors
/// [`Error::Invalid`] with everything that it lacks; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn letter_document(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: &NewLetter,
) -> Result<Document> {
    let log = facts::log(app, actor, place, patient, new).await?;
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let facts = facts::gather(app, &mut desk, patient, new, log.as_ref()).await?;
    drop(desk);
    app.audit_read(actor, place, "letter", new.kind.word(), Some(patient)).await?;
    Letter::embedded(new.kind).document(&facts).map_err(Error::Invalid)
}

/// Makes a letter and keeps the very file, with its hash: what was handed out stands for ever.
///
/// # Errors
/// [`Error::Invalid`] with everything that it lacks; [`Error::Unavailable`] in a program without PDF;
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn make_letter(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: NewLetter,
) -> Result<LetterId> {
    // Set before the transaction that keeps it: nobody waits for the press.
    let document = letter_document(app, actor, place, patient, &new).await?;
    let file = app.pdf(document).await?;
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let id = LetterId(desk.work.id());
    let head = LetterHead {
        id,
        patient,
        kind: new.kind,
        version: Letter::embedded(new.kind).version,
        tongue: new.tongue,
        program: new.program,
        month: new.month.filter(|_| new.kind == LetterKind::MonthSummary),
        made: desk.recorded(),
        bytes: i64::try_from(file.len()).unwrap_or(i64::MAX),
        sha256: Sha256::digest(&file).into(),
    };
    let practice = desk.practice.id;
    desk.work.tx.add_letter(practice, &head, &file).await?;
    desk.work.recorded("letter", id, Some(patient));
    desk.work.commit().await?;
    Ok(id)
}

/// The file of a letter, as it was made.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Internal`] where it no longer has its hash.
pub async fn letter_file(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    letter: LetterId,
) -> Result<Vec<u8>> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let heads = desk.work.tx.letters_of(practice, patient).await?;
    let head = heads.iter().find(|head| head.id == letter).ok_or(Error::NotFound("letter"))?;
    let file = desk.work.tx.letter_file(practice, patient, letter).await?;
    let file = file.ok_or(Error::NotFound("letter"))?;
    drop(desk);
    if head.sha256 != <[u8; 32]>::from(Sha256::digest(&file)) {
        return Err(Error::Internal("a letter does not have its hash any more".to_owned()));
    }
    app.audit_read(actor, place, "letter", &letter.to_string(), Some(patient)).await?;
    Ok(file)
}

/// How a letter got there.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDelivery {
    pub letter: LetterId,
    pub way: String,
    pub on: Date,
    pub proof: String,
    /// The record that this one puts right.
    pub corrects: Option<LetterDeliveryId>,
}

/// Puts on record that a letter was given or sent.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] where the record was put right already;
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn deliver_letter(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: NewDelivery,
) -> Result<LetterDeliveryId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    let heads = desk.work.tx.letters_of(practice, patient).await?;
    let head = heads.iter().find(|head| head.id == new.letter).ok_or(Error::NotFound("letter"))?;
    let made = head.made.at.to_zoned(desk.zone.clone()).date();
    let problems = delivery_problems((&new.way, new.on, &new.proof), (made, desk.today));
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let known = desk.work.tx.letter_deliveries(practice, patient).await?;
    if let Some(wrong) = new.corrects {
        let is_here = known.iter().any(|one| one.id == wrong && one.letter == new.letter);
        is_here.then_some(()).ok_or(Error::NotFound("delivery"))?;
        if known.iter().any(|one| one.corrects == Some(wrong)) {
            return Err(Error::Conflict("this record was put right already".into()));
        }
    }
    let id = LetterDeliveryId(desk.work.id());
    let row = LetterDelivery {
        id,
        letter: new.letter,
        patient,
        way: new.way,
        on: new.on,
        proof: new.proof.trim().to_owned(),
        corrects: new.corrects,
        recorded: desk.recorded(),
    };
    desk.work.tx.add_letter_delivery(practice, &row).await?;
    desk.work.recorded("letter_delivery", id, Some(patient));
    desk.work.commit().await?;
    Ok(id)
}

/// What is wrong with the word that something was handed over: everything at once.
pub(crate) fn delivery_problems(
    (way, on, proof): (&str, Date, &str),
    (made, today): (Date, Date),
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !LETTER_WAYS.contains(&way) {
        problems.push(Problem::new("unknown_word", "way"));
    }
    if on > today {
        problems.push(Problem::new("in_the_future", "on"));
    } else if on < made {
        problems.push(Problem::new("before_the_letter", "on"));
    }
    if proof.trim().is_empty() {
        problems.push(Problem::new("required", "proof"));
    } else if proof.chars().count() > PROOF_CHARACTERS {
        let most = format!("at most {PROOF_CHARACTERS} characters");
        problems.push(Problem::new("too_long", "proof").with("expected", most));
    }
    problems
}
