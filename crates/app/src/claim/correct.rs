//! A claim asked in place of another: drafted anew from the newest closing and what the record says of the patient, the practice
//! and the practitioner today, so that whoever mends the record and asks again asks rightly. The old one stays as it is; each
//! names the other.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::Determination;
use ccm::claim::life::{ClaimStanding, CorrectionWay, Corrects, asked_as, way_again, ways};
use ccm::claim::{Claim, ClaimEvent, ClaimStep, standing};
use ccm::remittance::denial::Decision;
use ccm::remittance::posting::withdraw;
use serde_json::json;

use super::draft::{House, Known, claim_number, line_rows, row};
use super::life::{LifeClocks, Living, News, append};
use crate::billing::close::StoredDetermination;
use crate::ports::{ClaimEventRow, ClaimRow, LineRow};
use crate::remittance::Billed;
use crate::remittance::denials::{NewDecision, record, word_of};
use crate::{App, Error, Place, Result, Work};

/// Drafts a claim in place of another; its practitioner reviews it as any other (CLAIM-08).
///
/// # Errors
/// [`Error::Invalid`] where the way is not open from where the claim stands, or nothing is left to be claimed;
/// [`Error::Conflict`] where the month is open again; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn correct(
    app: &App,
    actor: &Actor,
    place: Place,
    claim: ClaimId,
    way: CorrectionWay,
) -> Result<ClaimId> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let old = work.tx.claim(practice, &claim.to_string()).await?.ok_or(Error::NotFound("claim"))?;
    let (month, patient, now) = (old.month, old.patient, work.now);
    work.tx.lock_drafts(practice, month, now).await?;
    let events: Vec<ClaimEvent> = old.events.iter().map(ClaimEventRow::event).collect();
    let stands = standing(&events).ok_or(Error::NotFound("claim"))?;
    let payers = work.tx.payers().await?;
    let takes = payers.iter().any(|one| one.id == old.payer && one.profile.submission.freq78_allowed);
    let closure = work.tx.newest_closure(practice, month).await?;
    let revision = closure.ok_or_else(|| Error::Conflict(format!("{month} is not closed")))?.revision;
    let is_open = ways_of(&old, &stands, takes, revision).contains(&way);
    let asked = asked_as(way, &body(&old)?, &stands).filter(|_| is_open);
    let (frequency, about) = asked.ok_or_else(|| Error::invalid(Problem::new("way_not_open", "way")))?;
    if crate::billing::refresh::open_revision(&mut work, month).await?.is_some() {
        return Err(Error::Conflict(format!("{month} was opened again and is not closed yet")));
    }
    let others = work.tx.claims_of(practice, month, &[patient]).await?;

    let number = claim_number(month, work.tx.take_number("claim", 1).await?, revision);
    let mut drafted = match frequency.as_str() {
        "8" => same(&old, number)?,
        _ => anew(&mut work, &old, revision, number).await?,
    };
    if frequency != "1" && drafted.payer != old.payer {
        return Err(Error::invalid(Problem::new("payer_changed", "way")));
    }
    (drafted.claim.frequency, drafted.claim.payer_claim_number) = (frequency, about);
    let id = ClaimId(work.id());
    let mut new = row(id, &drafted.claim, drafted.practitioner, drafted.payer, revision, now)?;
    let of_closing = |one: &&ClaimRow| one.revision == revision && one.payer == drafted.payer;
    new.correction = 1 + others.iter().filter(of_closing).map(|one| one.correction).max().unwrap_or(0);
    work.tx.add_claims(practice, &[(new, drafted.lines)]).await?;
    let new = work.tx.claim(practice, &id.to_string()).await?.ok_or(Error::NotFound("claim"))?;

    // What the newest closing drafted of the same, and nobody sent, is not asked beside it.
    let is_unsent = |one: &&ClaimRow| {
        let events: Vec<ClaimEvent> = one.events.iter().map(ClaimEventRow::event).collect();
        one.id != old.id
            && one.payer == drafted.payer
            && standing(&events).is_some_and(|now| now.state.is_unsent())
    };
    let replaced: Vec<&ClaimRow> = std::iter::once(&old).chain(others.iter().filter(is_unsent)).collect();
    let numbers: Vec<String> = replaced.iter().map(|one| one.number.clone()).collect();
    let details = json!({ "number": new.number, "way": way, "corrects": old.id, "revision": revision });
    let corrects = Some(Corrects { claim: old.id, how: way });
    let mut news = vec![News {
        claim: Living::of(&new),
        steps: vec![ClaimStep::Drafted { corrects }],
        details: details.clone(),
    }];
    news.extend(replaced.into_iter().map(|one| News {
        claim: Living::of(one),
        steps: vec![ClaimStep::Superseded { by: id }],
        details: details.clone(),
    }));
    let clocks = LifeClocks::read(&mut work).await?;
    append(&mut work, &clocks, None, news).await?;
    withdraw_unjudged(&mut work, &numbers, clocks.today()).await?;
    if let Some(word) = word_of(&old) {
        let decision = NewDecision { decision: Decision::Correct, until: None, note: new.number.clone() };
        record(&mut work, &old, word, &decision, Cents(0)).await?;
    }
    work.commit().await?;
    Ok(id)
}

/// The ways that are open from where a claim of one closing stands, when the month's newest is another.
pub(crate) fn ways_of(
    claim: &ClaimRow,
    stands: &ClaimStanding,
    takes_replacements: bool,
    newest: i64,
) -> Vec<CorrectionWay> {
    let again = way_again(stands, corrects(claim)).filter(|_| claim.revision < newest);
    ways(stands, takes_replacements).iter().copied().chain(again).collect()
}

/// What a claim is asked in place of.
pub(crate) fn corrects(claim: &ClaimRow) -> Option<Corrects> {
    claim.events.iter().find_map(|event| match &event.step {
        ClaimStep::Drafted { corrects } => *corrects,
        _ => None,
    })
}

/// What was asked for and never judged is not owed any more: the new claim asks for it.
async fn withdraw_unjudged(work: &mut Work, numbers: &[String], today: Date) -> Result<()> {
    let practice = work.practice_id()?;
    let mut unjudged: Vec<Billed> = Billed::named(work, numbers).await?.into_values().collect();
    unjudged.retain(Billed::is_unjudged);
    unjudged.sort_by_key(|one| one.row.id);
    let mut journals = Vec::new();
    for one in &unjudged {
        journals.extend(withdraw(&one.claim, today, &one.journals)?);
    }
    work.tx.add_journals(practice, &journals, work.now).await
}

/// A claim before it is kept.
struct Drafted {
    claim: Claim,
    practitioner: PersonId,
    payer: PayerId,
    lines: Vec<(LineRow, Cents)>,
}

/// What the newest closing says, with the record of today around it.
async fn anew(work: &mut Work, old: &ClaimRow, revision: i64, number: String) -> Result<Drafted> {
    let practice = work.practice_id()?;
    let nothing = || Error::invalid(Problem::new("nothing_to_claim", "way"));
    let answer = work.tx.determination(practice, old.patient, old.month, revision).await?;
    let answer = answer.ok_or_else(nothing)?;
    let payer = answer.payer.ok_or_else(nothing)?;
    let determination: Determination = StoredDetermination::read(&answer.body)?.determination;
    if determination.lines.is_empty() {
        return Err(nothing());
    }
    let house = House::read(work, old.month, revision).await?;
    let known = Known::read(work, practice, &[old.patient], old.month).await?;
    let mut claim = house.claim(&known, &answer, &determination, 0);
    claim.number = number;
    let lines = line_rows(&claim, &determination);
    Ok(Drafted { claim, practitioner: answer.practitioner, payer, lines })
}

fn body(old: &ClaimRow) -> Result<Claim> {
    serde_json::from_slice(&old.body).map_err(|error| Error::Internal(format!("{}: {error}", old.id)))
}

/// The very same, to be taken back.
fn same(old: &ClaimRow, number: String) -> Result<Drafted> {
    let mut claim = body(old)?;
    claim.number = number;
    let line = |line: &ccm::claim::ClaimLine| {
        let (code, units, on) = (line.code.clone(), i64::from(line.units), line.on);
        (LineRow { code, units, on, amount: line.expected }, line.charge)
    };
    let lines = claim.lines.iter().map(line).collect();
    Ok(Drafted { claim, practitioner: old.practitioner, payer: old.payer, lines })
}
