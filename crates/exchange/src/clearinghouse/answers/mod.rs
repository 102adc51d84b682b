//! What partners answer, read by the X12 crate and said in our words.

mod acknowledgment;
mod claim_status;
mod eligibility;
mod remittance;

use std::io::Read;

use app::ports::answers::{
    AnswerKind, AnswerReader, Between, CheckedRemittance, ClaimAnswers, CoverageAnswers, SentFile, SentSet,
};
use ccm::basics::{Date, Problem};
use jiff::civil::DateTime;
use x12::Kind;
use x12::envelope::InterchangeHeader;
use x12::professional::read_sets;
use x12::text::{Date8, Time4};

/// Reads X12 answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct X12Answers;

impl AnswerReader for X12Answers {
    fn kinds(&self, file: &mut dyn Read) -> Result<Vec<AnswerKind>, Vec<Problem>> {
        let mut kinds: Vec<AnswerKind> = x12::kinds(file).map_err(told)?.into_iter().map(kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Ok(kinds)
    }

    fn of_claims(&self, file: &mut dyn Read, kind: AnswerKind) -> Result<ClaimAnswers, Vec<Problem>> {
        match kind {
            AnswerKind::Acknowledgment => acknowledgment::read(file),
            AnswerKind::ClaimStatus => claim_status::read(file),
            AnswerKind::Eligibility | AnswerKind::Remittance | AnswerKind::Other => {
                Ok(ClaimAnswers::default())
            }
        }
    }

    fn of_coverage(&self, file: &mut dyn Read) -> Result<CoverageAnswers, Vec<Problem>> {
        eligibility::read(file)
    }

    fn check_remittance(&self, file: &mut dyn Read) -> Result<Box<dyn CheckedRemittance>, Vec<Problem>> {
        remittance::check(file)
    }

    fn sent(&self, file: &[u8]) -> Result<SentFile, Vec<Problem>> {
        // Nobody's claims are in a file of questions.
        let kinds = x12::kinds(file).map_err(told)?;
        if kinds.iter().all(|kind| *kind == Kind::InstitutionalClaim) {
            return institutional(file);
        }
        if kinds.iter().all(|kind| *kind == Kind::EligibilityRequest) {
            let asked = x12::eligibility::read_inquiries(file).map_err(told)?;
            let set = |set: &x12::eligibility::InquirySet| SentSet {
                group: i64::from(asked.group.control.get()),
                set: i64::from(set.control.get()),
                batch: set.reference.as_str().to_owned(),
                claims: Vec::new(),
            };
            let created = asked.envelope.created;
            return Ok(SentFile {
                written: moment(created.date, created.time),
                sets: asked.sets.iter().map(set).collect(),
            });
        }
        let (mut written, mut sets) = (DateTime::ZERO, Vec::new());
        let found = read_sets(file, &mut |envelope, group, set| {
            written = moment(envelope.created.date, envelope.created.time);
            sets.push(SentSet {
                group: i64::from(group.control.get()),
                set: i64::from(set.header.control.get()),
                batch: set.header.batch.as_str().to_owned(),
                claims: set.claims.iter().map(|claim| claim.id.as_str().to_owned()).collect(),
            });
        });
        if found.problems.is_empty() { Ok(SentFile { written, sets }) } else { Err(told(found.problems)) }
    }
}

fn institutional(file: &[u8]) -> Result<SentFile, Vec<Problem>> {
    let read = x12::institutional::read(file).map_err(told)?;
    let sets = read.groups.iter().flat_map(|group| group.sets.iter().map(move |set| (group, set)));
    let one = |(group, set): (&x12::institutional::Group, &x12::institutional::ClaimSet)| SentSet {
        group: i64::from(group.header.control.get()),
        set: i64::from(set.header.control.get()),
        batch: set.header.batch.as_str().to_owned(),
        claims: set.claims.iter().map(|claim| claim.id.as_str().to_owned()).collect(),
    };
    let created = read.envelope.created;
    Ok(SentFile { written: moment(created.date, created.time), sets: sets.map(one).collect() })
}

fn kind(kind: Kind) -> AnswerKind {
    match kind {
        Kind::InterchangeAcknowledgment
        | Kind::ImplementationAcknowledgment
        | Kind::FunctionalAcknowledgment => AnswerKind::Acknowledgment,
        Kind::ClaimAcknowledgment | Kind::ClaimStatus => AnswerKind::ClaimStatus,
        Kind::Eligibility => AnswerKind::Eligibility,
        Kind::Remittance => AnswerKind::Remittance,
        Kind::ClaimStatusRequest
        | Kind::EligibilityRequest
        | Kind::ProfessionalClaim
        | Kind::InstitutionalClaim
        | Kind::Other => AnswerKind::Other,
    }
}

/// What is wrong with a file, by segment and element, as every problem of ours is said.
pub(super) fn told(problems: Vec<x12::Problem>) -> Vec<Problem> {
    let one = |problem: x12::Problem| {
        let element = match (problem.element, problem.component) {
            (0, _) => String::new(),
            (element, 0) => format!("{element:02}"),
            (element, part) => format!("{element:02}-{part}"),
        };
        let path = format!("segments[{}].{}{element}", problem.segment, problem.id);
        Problem::new(problem.reason.word(), path).with("reason", problem.reason)
    };
    problems.into_iter().map(one).collect()
}

/// A control number that is one of ours; others' files may hold anything.
fn number(told: &str) -> Option<i64> {
    told.parse().ok()
}

fn date(day: Date8) -> Date {
    Date::new(day.year(), day.month(), day.day()).unwrap_or(Date::MIN)
}

fn moment(on: Date8, at: Time4) -> DateTime {
    date(on).at(at.hour(), at.minute(), 0, 0)
}

/// A receiver that is not in the list yet.
fn add_receiver(receivers: &mut Vec<String>, receiver: &str) {
    let receiver = receiver.trim();
    if !receivers.iter().any(|known| known == receiver) {
        receivers.push(receiver.to_owned());
    }
}

fn between(header: &InterchangeHeader) -> Between {
    let id = |told: &str| told.trim().to_owned();
    let (from, to) = (id(header.sender.1.as_str()), id(header.receiver.1.as_str()));
    Between { from, to, on: date(header.date) }
}
