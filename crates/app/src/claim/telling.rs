//! What a file says of claims and of files of ours, put into their lives.

use std::collections::{BTreeMap, HashSet};

use ccm::basics::*;
use ccm::claim::ClaimStep;
use ccm::people::PayerProfile;
use ccm::people::verification::{CoverageAnswer, CoverageRejection};
use serde_json::json;

use super::life::{LifeClocks, Living, News, append};
use super::sent_book::SentBook;
use super::take_in::{MOST_PROBLEMS, TakenIn};
use crate::ports::PayerRow;
use crate::ports::answers::{ClaimAnswers, Scope, ToldOfClaims, ToldOfCoverage};
use crate::ports::carriage::ReceivedStep;
use crate::ports::eligibility::InquiryName;
use crate::{App, Result, Work};

/// Claims whose lives are read and gone on with at once.
const AT_ONCE: usize = 500;

/// Interchanges that are for somebody else.
pub(super) fn strangers(payers: &[PayerRow], answers: &ClaimAnswers) -> Vec<Problem> {
    let ours: HashSet<&str> = payers.iter().map(|row| row.profile.submitter_id.trim()).collect();
    let strange = answers.receivers.iter().filter(|receiver| !ours.contains(receiver.as_str()));
    strange.map(|_| Problem::new("not_for_us", "ISA08")).take(1).collect()
}

/// The payers whose answers come to the mailbox of this one.
pub(super) fn beside(payers: &[PayerRow], payer: Option<PayerId>) -> Vec<PayerProfile> {
    let Some(own) = payers.iter().find(|row| Some(row.id) == payer) else { return Vec::new() };
    let way = &own.profile.submission.transport;
    let shares = |row: &&PayerRow| row.id == own.id || way.shares_inbox(&row.profile.submission.transport);
    payers.iter().filter(shares).map(|row| row.profile.clone()).collect()
}

/// What came of what a file says of claims and of files.
pub(super) struct Told {
    pub taken: TakenIn,
    /// It speaks of files of ours that ask about people.
    pub is_of_questions: bool,
    /// Questions that went unread: a file or set of them was refused.
    pub refused: Vec<ToldOfCoverage>,
}

/// Puts it into the lives of our claims.
///
/// # Errors
/// Storage's failures.
pub(super) async fn tell(
    app: &App,
    work: &mut Work,
    mut book: SentBook,
    id: ReceivedId,
    kinds: Vec<&'static str>,
    told: &[ToldOfClaims],
) -> Result<Told> {
    let mut steps: BTreeMap<String, Vec<ClaimStep>> = BTreeMap::new();
    let mut refused: BTreeMap<String, CoverageAnswer> = BTreeMap::new();
    let (mut unknown, mut is_of_questions) = (Vec::new(), false);
    for one in told {
        let meant = book.meant(app, work, one).await?;
        if meant.is_nothing() {
            unknown.push(named(&one.scope));
        }
        is_of_questions |= !meant.questions.is_empty();
        for set in meant.questions {
            refused.extend(unread(one).map(|answer| (set, answer)));
        }
        for claim in meant.claims {
            steps.entry(claim).or_default().push(one.step.clone());
        }
    }
    let practice = work.practice_id()?;
    let clocks = LifeClocks::read(work).await?;
    let (mut claims, mut events) = (0, 0);
    let numbers: Vec<String> = steps.keys().cloned().collect();
    for some in numbers.chunks(AT_ONCE) {
        let rows = work.tx.claims_named(practice, some).await?;
        let known: HashSet<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        unknown.extend(some.iter().filter(|number| !known.contains(number.as_str())).cloned());
        claims += rows.len();
        let news = rows.iter().map(|row| News {
            claim: Living::of(row),
            steps: steps.remove(&row.number).unwrap_or_default(),
            details: json!({ "received": id }),
        });
        events += append(work, &clocks, Some(id), news.collect()).await?;
    }
    unknown.sort_unstable();
    unknown.dedup();
    unknown.truncate(MOST_PROBLEMS);
    let answer = |(set, answer)| ToldOfCoverage { of: InquiryName::Reference(set), answer };
    Ok(Told {
        taken: TakenIn { claims, events, unknown, ..TakenIn::of(id, ReceivedStep::Read, kinds) },
        is_of_questions,
        refused: refused.into_iter().map(answer).collect(),
    })
}

/// What a refused file says to each question in it: nothing, and why (`remittance/eligibility.toml`).
fn unread(told: &ToldOfClaims) -> Option<CoverageAnswer> {
    let reason = match told.step {
        ClaimStep::InterchangeRejected { .. } => "TA1",
        ClaimStep::SyntaxRejected { .. } => "999",
        _ => return None,
    };
    let rejection = CoverageRejection { reason: reason.to_owned(), follow_up: None };
    Some(CoverageAnswer { on: told.between.on, facts: Vec::new(), rejections: vec![rejection] })
}

/// How an answer's scope is told to whoever has to look for it.
fn named(scope: &Scope) -> String {
    match scope {
        Scope::Interchange(number, _) => format!("ISA {number}"),
        Scope::Group(number) => format!("GS {number}"),
        Scope::Set(group, set) => format!("GS {group} ST {set}"),
        Scope::Batch(batch) => format!("BHT {batch}"),
        Scope::Claim(number) => number.clone(),
    }
}
