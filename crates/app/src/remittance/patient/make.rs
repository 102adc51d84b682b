//! Making a statement, and putting on record how it got there.

use std::collections::BTreeMap;

use ccm::access::Actor;
use ccm::basics::document::Print;
use ccm::basics::*;
use ccm::enrollment::outreach::Scripts;
use ccm::enrollment::{Letter, LetterKind};
use ccm::remittance::statement::{
    AgreedPlan, MonthAccount, ServiceTold, Statement, StatementFacts, StatementWords, month_account,
};
use sha2::{Digest, Sha256};

use super::MAY;
use super::books::{Counter, PatientBooks, known};
use super::list::PAGE;
use crate::billing::close::StoredDetermination;
use crate::enrollment::{delivery_problems, lines, precise};
use crate::ports::patient_money::{Owing, StatementDelivery, StatementHead};
use crate::remittance::Billed;
use crate::{App, Error, Place, Result, Work};

/// What the ledger says, ready to be set.
struct Told {
    document: Document,
    head: StatementHead,
}

/// Makes a statement of everything that may be asked for now, and keeps the very file with its hash.
///
/// # Errors
/// [`Error::Invalid`] with everything that it lacks, `nothing_to_ask` where nothing may be asked for, and `nothing_new` where
/// the newest statement says the same; [`Error::Unavailable`] in a program without PDF; [`Error::NotFound`];
/// [`Error::Forbidden`].
pub async fn make_statement(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    print: Print,
) -> Result<StatementId> {
    // Set before the transaction that keeps it: nobody waits for the press.
    let work = app.begin_read(actor, place).await?.require(MAY).await?;
    let mut work = known(work, patient).await?;
    let told = tell(app, &mut work, patient, print).await?;
    drop(work);
    app.audit_read(actor, place, "account", "all", Some(patient)).await?;
    let file = app.pdf(told.document).await?;
    let work = app.begin(actor, place).await?.require(MAY).await?;
    let mut work = known(work, patient).await?;
    let practice = work.practice_id()?;
    let id = StatementId(work.id());
    let head = StatementHead {
        id,
        made_at: work.now,
        made_by: work.actor.clone(),
        bytes: i64::try_from(file.len()).unwrap_or(i64::MAX),
        sha256: Sha256::digest(&file).into(),
        ..told.head
    };
    work.tx.add_statement(practice, &head, &file).await?;
    let details = serde_json::json!({"number": head.number, "owed_cents": head.owed});
    work.audit("make", "statement", &id.to_string(), Some(patient), details);
    work.changed_of("statement", id, 1, Some(patient));
    work.commit().await?;
    Ok(id)
}

/// What became of those who were due.
#[derive(Clone, Debug, Default)]
pub struct MadeStatements {
    pub made: Vec<(PatientId, StatementId)>,
    /// With everything that keeps a statement from being made.
    pub refused: Vec<(PatientId, Vec<Problem>)>,
}

/// Makes statements for those who are due, a page of them at most; whoever cannot have one is told of, and keeps nobody else
/// waiting.
///
/// # Errors
/// [`Error::Unavailable`] in a program without PDF; [`Error::Forbidden`]; storage's failures.
pub async fn make_due_statements(app: &App, actor: &Actor, place: Place) -> Result<MadeStatements> {
    let mut done = MadeStatements::default();
    let mut after = None;
    loop {
        let due = super::statements(app, actor, place, Owing::Due, after).await?;
        for row in &due.rows {
            if done.made.len() >= PAGE {
                return Ok(done);
            }
            match make_statement(app, actor, place, row.card.id, Print::Standard).await {
                Ok(id) => done.made.push((row.card.id, id)),
                Err(Error::Invalid(problems)) => done.refused.push((row.card.id, problems)),
                // Somebody else makes it at this moment.
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        after = due.next;
        if after.is_none() {
            return Ok(done);
        }
    }
}

/// Reads all that it says, in the patient's language.
async fn tell(app: &App, work: &mut Work, patient: PatientId, print: Print) -> Result<Told> {
    let counter = Counter::of(work).await?;
    let practice = counter.practice.id;
    let books = PatientBooks::read(work, patient).await?;
    let before = work.tx.statements_of(practice, patient).await?;
    let row = work.tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?;
    let terms = work.tx.outreach_terms(practice).await?.unwrap_or_default();
    let tongue = Tongue::of(row.language.as_deref().unwrap_or_default());

    let mut months: Vec<MonthAccount> = Vec::new();
    let mut refused = Vec::new();
    for one in &books.billed {
        let services = services(app, one, tongue);
        let told =
            month_account(&one.claim, one.row.month, &books.ledger, &services, Vec::new(), &books.terms);
        match told {
            Ok(mut month) => {
                let (of, revision) = (one.row.month, one.row.revision);
                let kept = work.tx.determination(practice, patient, of, revision).await?;
                let stored = kept.map(|kept| StoredDetermination::read(&kept.body)).transpose()?;
                month.done = stored.map(|stored| done(app, one, &stored, tongue)).unwrap_or_default();
                months.push(month);
            }
            Err(why) => refused.push(why),
        }
    }
    let moved_at = books.moved_at();
    let Some((statement, moved_at)) = Statement::of(months).zip(moved_at) else {
        let nothing = Problem::new("nothing_to_ask", "account");
        let words: Vec<&str> = refused.iter().map(|why| why.word()).collect();
        return Err(Error::invalid(nothing.with("found", words.join(", "))));
    };
    let plan = books.plan().and_then(|(agreed, paid)| {
        let speaks = statement.months.iter().any(|month| agreed.covers(month.claim));
        Some(AgreedPlan { plan: agreed.plan.left(paid).filter(|_| speaks)?, ..agreed })
    });
    let told_sha256 = fingerprint(&statement, plan.as_ref().map(|agreed| &agreed.plan))?;
    if before.first().is_some_and(|newest| newest.told_sha256 == told_sha256 && newest.moved_at >= moved_at) {
        return Err(Error::invalid(Problem::new("nothing_new", "account")));
    }
    let due = books.terms.due(counter.today);
    let name =
        [row.given.as_deref(), row.family.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let profile = &counter.practice.profile;
    let facts = StatementFacts {
        tongue,
        print,
        dated: counter.today,
        due,
        practice: std::iter::once(profile.name.clone()).chain(lines(&profile.address)).collect(),
        to: std::iter::once(name.clone()).chain(row.contact.address.iter().flat_map(lines)).collect(),
        patient: name,
        // A number that a line ends in the middle of is dialed wrong.
        number: terms.office_phone.unwrap_or_default().replace(' ', "\u{a0}"),
        plan,
    };
    let document = statement.document(&facts).map_err(Error::Invalid)?;
    let head = StatementHead {
        id: StatementId(uuid::Uuid::nil()),
        patient,
        number: before.first().map_or(0, |newest| newest.number).saturating_add(1),
        version: StatementWords::embedded().version,
        tongue,
        owed: statement.you_owe,
        due,
        told_sha256,
        moved_at,
        bytes: 0,
        sha256: [0; 32],
        made_at: work.now,
        made_by: work.actor.clone(),
    };
    Ok(Told { document, head })
}

/// Of amounts and of what was agreed; not of words, which may be put better.
fn fingerprint(
    statement: &Statement,
    plan: Option<&ccm::remittance::statement::PaymentPlan>,
) -> Result<[u8; 32]> {
    let month = |month: &MonthAccount| {
        let lines =
            month.lines.iter().map(|one| (one.line, one.charge, one.payer_paid, one.adjusted, one.you_owe));
        (month.claim, lines.collect::<Vec<_>>(), month.you_paid, month.forgiven, month.you_owe)
    };
    let told = (statement.months.iter().map(month).collect::<Vec<_>>(), plan);
    let told = serde_json::to_vec(&told).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Sha256::digest(told).into())
}

/// What each line's service is called when we talk to patients: by its program.
fn services(app: &App, one: &Billed, tongue: Tongue) -> Vec<ServiceTold> {
    let scripts = Scripts::embedded();
    let told = one.claim.lines.iter().filter_map(|line| {
        let program = app.rules.service(&line.code.parse().ok()?)?.program;
        let label = scripts.program(program, tongue == Tongue::Spanish);
        Some(ServiceTold { line: line.id, label })
    });
    told.collect()
}

/// The time that counted for the claim's programs, as the month was judged, by activity in the patient's words.
fn done(app: &App, one: &Billed, stored: &StoredDetermination, tongue: Tongue) -> Vec<(String, String)> {
    let programs: Vec<_> = one
        .claim
        .lines
        .iter()
        .filter_map(|line| Some(app.rules.service(&line.code.parse().ok()?)?.program.consent_program()))
        .collect();
    let letter = Letter::embedded(LetterKind::MonthSummary);
    let mut seconds: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in stored.facts.entries.iter().filter(|one| programs.contains(&one.program.consent_program())) {
        let length = entry.end.duration_since(entry.start).as_secs();
        let pauses: i64 =
            entry.pauses.iter().map(|pause| pause.end.duration_since(pause.start).as_secs()).sum();
        let out = stored.determination.left_out.iter().filter(|left| left.entry == entry.id);
        let out = out.fold(0_u64, |sum, left| sum.saturating_add(left.seconds));
        let counted = u64::try_from(length.saturating_sub(pauses)).unwrap_or(0).saturating_sub(out);
        if counted > 0 {
            let activity = entry.activity.as_ref().map_or("other", |word| word.as_str());
            *seconds.entry(letter.activity(activity, tongue)).or_default() += counted;
        }
    }
    seconds.into_iter().map(|(what, time)| (what.to_owned(), precise(time))).collect()
}

/// The file of a statement, as it was made.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Internal`] where it no longer has its hash.
pub async fn statement_file(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    id: StatementId,
) -> Result<Vec<u8>> {
    let work = app.begin_read(actor, place).await?.require(MAY).await?;
    let mut work = known(work, patient).await?;
    let practice = work.practice_id()?;
    let heads = work.tx.statements_of(practice, patient).await?;
    let head = heads.iter().find(|head| head.id == id).ok_or(Error::NotFound("statement"))?;
    let file = work.tx.statement_file(practice, patient, id).await?.ok_or(Error::NotFound("statement"))?;
    drop(work);
    if head.sha256 != <[u8; 32]>::from(Sha256::digest(&file)) {
        return Err(Error::Internal("a statement does not have its hash any more".to_owned()));
    }
    app.audit_read(actor, place, "statement", &id.to_string(), Some(patient)).await?;
    Ok(file)
}

/// How statements got there: one, or all that went into the same mail.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStatementDelivery {
    pub statements: Vec<StatementId>,
    pub way: String,
    pub on: Date,
    pub proof: String,
    /// The record that this one puts right, where it is about one statement.
    pub corrects: Option<StatementDeliveryId>,
}

/// Puts on record that statements were given or sent.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] where a record was put right already; [`Error::NotFound`];
/// [`Error::Forbidden`].
pub async fn deliver_statements(
    app: &App,
    actor: &Actor,
    place: Place,
    new: NewStatementDelivery,
) -> Result<Vec<StatementDeliveryId>> {
    let mut work = app.begin(actor, place).await?.require(MAY).await?;
    let counter = Counter::of(&mut work).await?;
    let practice = counter.practice.id;
    let mut wanted = new.statements.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let heads = work.tx.statements_named(practice, &wanted).await?;
    if heads.len() != wanted.len() {
        return Err(Error::NotFound("statement"));
    }
    let newest = heads.iter().map(|head| counter.zone.to_datetime(head.made_at).date()).max();
    let problems = match newest {
        Some(made) => delivery_problems((&new.way, new.on, &new.proof), (made, counter.today)),
        None => vec![Problem::new("required", "statements")],
    };
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if let Some(wrong) = new.corrects {
        let head = heads.first().ok_or(Error::NotFound("statement"))?;
        let known = work.tx.statement_deliveries(practice, head.patient).await?;
        let is_here = known.iter().any(|one| one.id == wrong && one.statement == head.id);
        (is_here && heads.len() == 1).then_some(()).ok_or(Error::NotFound("delivery"))?;
        if known.iter().any(|one| one.corrects == Some(wrong)) {
            return Err(Error::Conflict("this record was put right already".into()));
        }
    }
    let mut ids = Vec::with_capacity(heads.len());
    for head in heads {
        let id = StatementDeliveryId(work.id());
        let row = StatementDelivery {
            id,
            statement: head.id,
            patient: head.patient,
            way: new.way.clone(),
            on: new.on,
            proof: new.proof.trim().to_owned(),
            corrects: new.corrects,
            recorded_at: work.now,
            recorded_by: work.actor.clone(),
        };
        work.tx.add_statement_delivery(practice, &row).await?;
        work.recorded("statement_delivery", id, Some(head.patient));
        ids.push(id);
    }
    work.commit().await?;
    Ok(ids)
}
