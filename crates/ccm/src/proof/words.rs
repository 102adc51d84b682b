//! English for what the record says: one sentence for each.

use crate::basics::Answer;
use crate::billing::words::{minutes, sentence};

use super::Said;

impl Said {
    /// In English, for pack, page and terminal alike. It holds what the data hold and nothing more.
    pub fn sentence(&self) -> String {
        match self {
            Self::Finding { rule, code, answer, reason } => {
                let answer = match answer {
                    Answer::Met => "met",
                    Answer::NotMet => "not met",
                    Answer::Unknown => "not known",
                };
                format!("{code} {rule} {answer}: {}", sentence(reason))
            }
            Self::NotAsked => "no billed code asks for it".to_owned(),
            Self::PatientIsTheSame { records } => format!("all {records} records are of one patient"),
            Self::PatientDiffers { record } => format!("{record} is another patient's"),
            Self::MedicareNumberMissing => "the claim carries no Medicare number".to_owned(),
            Self::PlanSigned { plan } => format!("care plan {plan} is signed by a practitioner with an NPI"),
            Self::PlanUnsigned { plan } => format!("care plan {plan} is not signed"),
            Self::SignerWithoutNpi { plan } => {
                format!("whoever signed care plan {plan} has no NPI on record")
            }
            Self::NoPlan => "no care plan of the month is on record".to_owned(),
            Self::ReviewedByRenderer { at } => format!("the rendering practitioner reviewed the claim {at}"),
            Self::NotReviewedByRenderer => "the rendering practitioner has not reviewed the claim".to_owned(),
            Self::RiskStated { conditions, needed } => {
                format!("a risk is stated for {conditions} conditions; {needed} are needed")
            }
            Self::RiskNotStated { conditions, needed } => {
                format!("a risk is stated for {conditions} conditions alone; {needed} are needed")
            }
            Self::ConsentBeforeService { consent, service_at } => {
                format!("consent {consent} came before the first billed minute, {service_at}")
            }
            Self::ConsentAfterService { consent, service_at } => {
                format!("consent {consent} came after the first billed minute, {service_at}")
            }
            Self::ConsentMissing => "no consent on record carries the billed codes".to_owned(),
            Self::CopyGiven { plan, on, way } => {
                format!("a copy of care plan {plan} was given on {on} by {way}")
            }
            Self::CopyNotGiven => "no copy to patient or caregiver is on record".to_owned(),
            Self::TimeStands { line, code, seconds, needed } => format!(
                "line {line}, {code}: {} stand on record; {} were billed",
                minutes(*seconds),
                minutes(*needed)
            ),
            Self::TimeShort { line, code, seconds, needed } => format!(
                "line {line}, {code}: only {} of the {} that were billed still stand; the rest was struck",
                minutes(*seconds),
                minutes(*needed)
            ),
            Self::WaiverNotClaimed => "no line says that a denial was expected".to_owned(),
            Self::WaiverNotOnRecord { line } => {
                format!("line {line} says that a notice was signed; the notice itself is not on record")
            }
            Self::EntriesSupervised { entries } => {
                format!(
                    "all {entries} billed entries of staff name their supervisor, with active credentials"
                )
            }
            Self::SupervisorMissing { entry } => format!("entry {entry} names no supervisor"),
            Self::CredentialNotActive { entry, is_known: true } => {
                format!("entry {entry}: the performer's credential was not active")
            }
            Self::CredentialNotActive { entry, is_known: false } => {
                format!("entry {entry}: it is not known whether the performer's credential was active")
            }
            Self::AnswerIntact => "the stored answer still has its hash".to_owned(),
            Self::AnswerAltered => "the stored answer no longer has its hash".to_owned(),
            Self::FileIntact { file } => format!("file {file} has the bytes that were sent"),
            Self::FileAltered { file } => format!("file {file} no longer has its hash"),
            Self::NotSent => "the claim has not been exported".to_owned(),
            Self::Superseded { by } => format!("the month was closed again since, as revision {by}"),
            Self::SealBroken { first } => {
                format!("the audit seal from event {first} on is not signed by its key")
            }
            Self::PaymentNotKnown => "not yet known: no remittance is on record".to_owned(),
        }
    }
}
