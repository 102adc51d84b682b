//! Asking a payer to look again: the letter and what is enclosed are kept as they were made, with their hashes; that it went out
//! on a day stands in the life of the claim, and its clock stops.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::determination::Outcome;
use ccm::claim::{Claim, ClaimEvent, ClaimStep, standing};
use ccm::people::Address;
use ccm::proof::{ItemStanding, Pack};
use ccm::remittance::Proposal;
use ccm::remittance::appeal::{APPEAL_WAYS, AppealFacts, AppealLine};
use ccm::remittance::call_sheet::NOTE_CHARACTERS;
use ccm::remittance::denial::Decision;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::denials::{Desk, NewDecision, record, word_of};
use crate::claim::life::{LifeClocks, Living, News, append};
use crate::ports::appeals::{AppealFiles, AppealRow, AppealSending};
use crate::ports::denials::RefusalRow;
use crate::ports::{ClaimEventRow, ClaimRow};
use crate::proof::archive::archive_of;
use crate::{App, Error, Place, Result};

/// How an appeal was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSending {
    /// A word of [`APPEAL_WAYS`].
    pub way: String,
    pub on: Date,
    pub proof: String,
    /// The payer's number of it, where it gave one.
    pub reference: Option<String>,
}

/// What may be appealed of a claim: the refusals of the payer's word, what we make of the largest, and the last day.
struct Ground {
    refused: Vec<RefusalRow>,
    proposal: Proposal,
    codes: String,
    last_day: Date,
}

impl Ground {
    fn of(row: &ClaimRow, word: &str, all: Vec<RefusalRow>, desk: &Desk) -> Result<Self> {
        let judged = all.into_iter().filter(|one| one.word == word).filter_map(|one| {
            let refusal = &one.refusal;
            let (proposal, last_day) = desk.judge(row.payer, &refusal.told, refusal.on, row.month);
            Some((last_day.filter(|_| proposal.may_appeal)?, proposal, one))
        });
        let mut judged: Vec<(Date, Proposal, RefusalRow)> = judged.collect();
        judged.sort_by_key(|(.., one)| std::cmp::Reverse(one.refusal.cents));
        let nothing = || Error::invalid(Problem::new("nothing_to_appeal", "claim"));
        let (last_day, proposal, first) = judged.first().cloned().ok_or_else(nothing)?;
        let codes = first.refusal.told.codes();
        let refused = judged.into_iter().map(|(.., one)| one).collect();
        Ok(Self { refused, proposal, codes, last_day })
    }

    fn label(&self) -> String {
        match self.proposal.label.as_str() {
            "" => "less was paid than the fee schedule lets expect".to_owned(),
            label => label.to_owned(),
        }
    }

    fn cents(&self) -> Cents {
        Cents(self.refused.iter().fold(0, |sum: i64, one| sum.saturating_add(one.refusal.cents.0)))
    }
}

/// Makes an appeal against what a payer refused of a claim, with the claim's evidence, and keeps both as files.
///
/// # Errors
/// [`Error::Invalid`] with everything that the letter lacks, and where there is nothing to appeal or its last day has gone by;
/// [`Error::Conflict`] where one of today waits to be sent, or the payer's word has changed meanwhile;
/// [`Error::Unavailable`] in a program without PDF; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn make_appeal(app: &App, actor: &Actor, place: Place, claim: ClaimId) -> Result<AppealId> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice().await?;
    let row = work.tx.claim(practice.id, &claim.to_string()).await?.ok_or(Error::NotFound("claim"))?;
    let desk = Desk::read(&mut work).await?;
    let word = word_of(&row).ok_or_else(|| Error::invalid(Problem::new("nothing_to_appeal", "claim")))?;
    let refused = work.tx.refusals_of(practice.id, row.id).await?;
    let ground = Ground::of(&row, &word, refused, &desk)?;
    let events: Vec<ClaimEvent> = row.events.iter().map(ClaimEventRow::event).collect();
    let stands = standing(&events).ok_or(Error::NotFound("claim"))?;
    let said: Claim =
        serde_json::from_slice(&row.body).map_err(|error| Error::Internal(format!("{}: {error}", row.id)))?;
    let patient = row.patient;
    let (pack, archive) = archive_of(app, &mut work, row.clone()).await?;
    drop(work);
    let payer = desk.payer(row.payer);
    let name = [said.subscriber.given.as_deref(), said.subscriber.family.as_deref()];
    let facts = AppealFacts {
        dated: desk.today,
        practice: std::iter::once(practice.profile.name.clone())
            .chain(lines(&practice.profile.address))
            .collect(),
        payer: vec![desk.payer_name(row.payer)],
        number: payer.map(|payer| payer.contact_phone.clone()).unwrap_or_default(),
        patient: name.into_iter().flatten().collect::<Vec<_>>().join(" "),
        member_number: said.subscriber.mbi.as_ref().map(|mbi| mbi.as_str().to_owned()).unwrap_or_default(),
        claim_number: row.number.clone(),
        payer_claim_number: stands.payer_claim_number.unwrap_or_else(|| row.number.clone()),
        lines: said
            .lines
            .iter()
            .map(|line| AppealLine {
                on: line.on,
                code: line.code.clone(),
                units: line.units,
                charge: line.charge,
            })
            .collect(),
        remitted_on: stands.adjudged.as_ref().map_or(desk.today, |word| word.on),
        last_day: ground.last_day,
        refused: ground.cents(),
        code: ground.codes.clone(),
        label: ground.label(),
        cause: ground.proposal.cause,
        cites: cites(&pack),
        evidence: enclosed(&pack),
        signer: format!("{} {}", said.rendering.given, said.rendering.family),
    };
    let letter = app.pdf(facts.document().map_err(Error::Invalid)?).await?;

    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    // While the letter was set, the payer may have said something else, and somebody else may have made one.
    work.hold_accounts(&[patient]).await?;
    let row = work.tx.claim(practice.id, &claim.to_string()).await?.ok_or(Error::NotFound("claim"))?;
    if word_of(&row).as_ref() != Some(&word) {
        return Err(Error::Conflict("the payer has said something else by now".to_owned()));
    }
    let made = work.tx.appeals_of(practice.id, claim).await?;
    // A letter of another day may be out of date, and is made anew.
    let waits = |(one, sent): &(AppealRow, Option<AppealSending>)| {
        let made_on = desk.zone.to_datetime(one.made_at).date();
        one.word == word && sent.is_none() && made_on == desk.today
    };
    if made.iter().any(waits) {
        return Err(Error::Conflict("an appeal made today waits to be sent".to_owned()));
    }
    let id = AppealId(work.id());
    let appeal = AppealRow {
        id,
        claim,
        word,
        last_day: ground.last_day,
        cents: ground.cents(),
        letter_sha256: Sha256::digest(&letter).into(),
        evidence_sha256: Sha256::digest(&archive.bytes).into(),
        made_at: work.now,
        made_by: work.actor.clone(),
    };
    let files = AppealFiles { letter, evidence: archive.bytes };
    work.tx.add_appeal(practice.id, &appeal, &files).await?;
    let details = json!({ "claim": claim, "last_day": appeal.last_day, "cents": appeal.cents });
    work.audit("make", "appeal", &id.to_string(), Some(patient), details);
    work.changed_of("denial", claim, 1, Some(patient));
    work.commit().await?;
    Ok(id)
}

/// Puts on record that an appeal went out: in the claim's life, where its clock stops, and among the decisions.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong; [`Error::Conflict`] for one that was sent; [`Error::NotFound`];
/// [`Error::Forbidden`].
pub async fn send_appeal(
    app: &App,
    actor: &Actor,
    place: Place,
    id: AppealId,
    new: &NewSending,
) -> Result<ClaimId> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let appeal = work.tx.appeal(practice, id).await?.ok_or(Error::NotFound("appeal"))?;
    let row = work.tx.claim(practice, &appeal.claim.to_string()).await?.ok_or(Error::NotFound("claim"))?;
    let desk = Desk::read(&mut work).await?;
    let made_on = desk.zone.to_datetime(appeal.made_at).date();
    let problems = check(new, &appeal, (made_on, desk.today));
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let sending = AppealSending {
        appeal: id,
        way: new.way.clone(),
        on: new.on,
        proof: new.proof.trim().to_owned(),
        at: work.now,
        by: work.actor.clone(),
    };
    work.tx.add_appeal_sending(practice, &sending).await?;
    let reference =
        new.reference.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let details = json!({ "appeal": id, "way": new.way, "on": new.on });
    let news = News {
        claim: Living::of(&row),
        steps: vec![ClaimStep::Appealed { on: new.on, reference, word: Some(appeal.word.clone()) }],
        details: details.clone(),
    };
    let clocks = LifeClocks::read(&mut work).await?;
    append(&mut work, &clocks, None, vec![news]).await?;
    let decision = NewDecision { decision: Decision::Appeal, until: None, note: sending.proof.clone() };
    record(&mut work, &row, appeal.word, &decision, appeal.cents).await?;
    work.audit("send", "appeal", &id.to_string(), Some(row.patient), details);
    work.commit().await?;
    Ok(row.id)
}

/// Everything at once.
fn check(new: &NewSending, appeal: &AppealRow, (made_on, today): (Date, Date)) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !APPEAL_WAYS.contains(&new.way.as_str()) {
        problems.push(Problem::new("unknown_word", "way"));
    }
    match new.on {
        on if on > today => problems.push(Problem::new("in_the_future", "on")),
        on if on < made_on => problems.push(Problem::new("before_the_letter", "on")),
        on if on > appeal.last_day => problems.push(Problem::new("appeal_passed", "on")),
        _ => {}
    }
    if new.proof.trim().is_empty() {
        problems.push(Problem::new("required", "proof"));
    }
    for (name, text) in
        [("proof", new.proof.as_str()), ("reference", new.reference.as_deref().unwrap_or_default())]
    {
        if text.chars().count() > NOTE_CHARACTERS {
            let most = format!("at most {NOTE_CHARACTERS} characters");
            problems.push(Problem::new("too_long", name).with("expected", most));
        }
    }
    problems
}

/// The files of an appeal as they were made. That they left goes on record first.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Internal`] where one no longer has its hash.
pub async fn appeal_files(
    app: &App,
    actor: &Actor,
    place: Place,
    id: AppealId,
) -> Result<(AppealRow, AppealFiles)> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let row = work.tx.appeal(practice, id).await?.ok_or(Error::NotFound("appeal"))?;
    let files = work.tx.appeal_files(practice, id).await?.ok_or(Error::NotFound("appeal"))?;
    let claim = work.tx.claim(practice, &row.claim.to_string()).await?.ok_or(Error::NotFound("claim"))?;
    drop(work);
    let hash = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
    if hash(&files.letter) != row.letter_sha256 || hash(&files.evidence) != row.evidence_sha256 {
        return Err(Error::Internal("an appeal does not have its hash any more".to_owned()));
    }
    app.audit_read(actor, place, "appeal", &id.to_string(), Some(claim.patient)).await?;
    Ok((row, files))
}

/// What the billed codes rest on: each rule once, with its source.
fn cites(pack: &Pack) -> Vec<String> {
    let billed =
        pack.evidence.verdict.codes.iter().filter(|code| matches!(code.outcome, Outcome::Billed { .. }));
    let mut cites: Vec<String> = billed
        .flat_map(|code| &code.requirements)
        .filter(|one| !one.citation.to_string().trim().is_empty())
        .map(|one| format!("{}: {}", one.rule, one.citation))
        .collect();
    cites.sort_unstable();
    cites.dedup();
    cites
}

/// What the archive holds, with what it shows.
fn enclosed(pack: &Pack) -> Vec<(String, String)> {
    let (evidence, verdict) = (&pack.evidence, &pack.verdict);
    let met = verdict.items.iter().filter(|item| item.standing == ItemStanding::Met).count();
    let minutes = evidence.time_log.counted_seconds / 60;
    let mut all = vec![(
        format!("Evidence pack of claim {}", verdict.claim_number),
        format!("{met} of {} questions of the checklist are met", verdict.items.len()),
    )];
    if !evidence.time_log.entries.is_empty() {
        let entries = evidence.time_log.entries.len();
        all.push((
            "Time log of the month".to_owned(),
            format!("{entries} entries, {minutes} minutes counted once"),
        ));
    }
    let relied = |is_relied_on: bool, title: &str, shows: &str| {
        is_relied_on.then(|| (title.to_owned(), shows.to_owned()))
    };
    let consents = evidence.consent.iter().any(|one| one.is_relied_on);
    all.extend(relied(consents, "Consent of the patient", "Given before the work began"));
    all.extend(relied(!evidence.care_plan.is_empty(), "Care plan", "Every version, with who has a copy"));
    all.extend(relied(
        !evidence.conditions.is_empty(),
        "Chronic conditions",
        "As a practitioner confirmed them",
    ));
    all
}

fn lines(address: &Address) -> Vec<String> {
    let streets = std::iter::once(address.street.clone()).chain(address.street2.clone());
    streets.chain([format!("{}, {} {}", address.city, address.state, address.zip)]).collect()
}
