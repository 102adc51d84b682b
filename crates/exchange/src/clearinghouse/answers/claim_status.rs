//! 277CA and 277: which claims the payer took in (interop.md §4). A refusal of the whole file or of a provider refuses every
//! claim below it, also where none is listed.

use std::io::Read;

use app::ports::answers::{Between, ClaimAnswers, Scope, ToldOfClaims};
use ccm::basics::Problem;
use ccm::claim::ClaimStep;
use ccm::claim::life::{ClaimStatus, PayerWord};
use ccm::remittance::denial::StatusBook;
use x12::claim_status::{Answer, ClaimAnswer, Form, Receiver, Status};

use super::{add_receiver, told};

pub(super) fn read(file: &mut dyn Read) -> Result<ClaimAnswers, Vec<Problem>> {
    let mut answers = ClaimAnswers::default();
    for answer in x12::claim_status::read(file).map_err(told)? {
        add_receiver(&mut answers.receivers, answer.origin.interchange.receiver.1.as_str());
        for receiver in &answer.receivers {
            answers.told.extend(of_batch(&answer, receiver));
            for provider in &receiver.providers {
                let is_refused = provider.statuses.iter().any(Status::rejects);
                let refused = step(&provider.statuses, None).filter(|_| is_refused);
                answers.told.extend(batch(&answer, receiver, refused, provider.place.segment));
                answers.told.extend(provider.claims.iter().filter_map(|claim| of_claim(&answer, claim)));
            }
        }
    }
    Ok(answers)
}

/// What level 21 says of the whole file: they have it, or refuse it. A 277 of questions says nothing of files.
fn of_batch(answer: &Answer, receiver: &Receiver) -> Option<ToldOfClaims> {
    if answer.form != Form::Acknowledgment {
        return None;
    }
    let is_refused = receiver.statuses.iter().any(Status::rejects);
    let said = step(&receiver.statuses, None)?;
    // Taken as a file is not taken as claims: each claim has its own word.
    let said = match said {
        ClaimStep::PayerAccepted(word) if !is_refused => ClaimStep::PayerReceived(word),
        other => other,
    };
    batch(answer, receiver, Some(said), receiver.place.segment)
}

fn batch(
    answer: &Answer,
    receiver: &Receiver,
    step: Option<ClaimStep>,
    segment: usize,
) -> Option<ToldOfClaims> {
    let batch = receiver.batch.as_ref()?.as_str().to_owned();
    Some(ToldOfClaims { between: between(answer), scope: Scope::Batch(batch), step: step?, segment })
}

fn of_claim(answer: &Answer, claim: &ClaimAnswer) -> Option<ToldOfClaims> {
    let number = claim.payer_claim.as_ref().map(|number| number.as_str());
    let step = step(&claim.statuses, number)?;
    let scope = Scope::Claim(claim.trace.as_str().to_owned());
    Some(ToldOfClaims { between: between(answer), scope, step, segment: claim.place.segment })
}

fn between(answer: &Answer) -> Between {
    super::between(&answer.origin.interchange)
}

/// The gravest of what the statuses mean, by `remittance/claim_status.toml`.
fn step(statuses: &[Status], payer_claim_number: Option<&str>) -> Option<ClaimStep> {
    let codes = statuses.iter().flat_map(|status| &status.codes).map(|code| ClaimStatus {
        category: code.category.as_str().to_owned(),
        status: code.status.as_str().to_owned(),
        entity: code.entity.as_ref().map(|entity| entity.as_str().to_owned()),
    });
    let word =
        PayerWord { status: codes.collect(), payer_claim_number: payer_claim_number.map(str::to_owned) };
    StatusBook::embedded().step(word)
}
