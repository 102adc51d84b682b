//! A copy of the plan: to whom, how, and what proves it (PLAN-02).

use serde::{Deserialize, Serialize};

use crate::basics::{CarePlanId, CopyId, Date, PatientId, Problem};

/// Who gets a copy. PLAN-02 asks for the patient or the caregiver; others in time.
pub const RECIPIENTS: [&str; 3] = ["patient", "caregiver", "provider"];
/// How a copy gets there.
pub const WAYS: [&str; 6] = ["paper", "portal", "mail", "email", "fax", "direct"];
/// How it was printed.
pub const VARIANTS: [&str; 3] = ["standard", "large_print", "plain_language"];
/// In which language.
pub const LANGUAGES: [&str; 2] = ["en", "es"];

const CHARACTERS: usize = 500;

/// A copy given to the patient or caregiver, or to another provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarePlanCopy {
    pub id: CopyId,
    pub patient: PatientId,
    pub care_plan: CarePlanId,
    pub on: Date,
    /// A word of [`RECIPIENTS`].
    pub recipient: String,
    /// A word of [`WAYS`].
    pub way: String,
    /// `None`: the record that told of it had no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<CopyProof>,
}

/// What shows that a copy arrived. It redacts itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyProof {
    /// Whose hands: needed where it is not the patient.
    #[serde(default)]
    pub to_name: String,
    /// `en` or `es`; a word of [`VARIANTS`].
    pub language: String,
    pub variant: String,
    /// What proves it: signed for, tracking number, portal receipt, who saw it handed over.
    pub proof: String,
}

impl CarePlanCopy {
    /// What is wrong with it, all at once.
    pub fn check(&self, today: Date) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut word = |path: &str, text: &str, among: &[&str]| {
            if !among.contains(&text) {
                problems.push(Problem::new("unknown_word", path));
            }
        };
        word("recipient", &self.recipient, &RECIPIENTS);
        word("way", &self.way, &WAYS);
        if let Some(proof) = &self.proof {
            word("language", &proof.language, &LANGUAGES);
            word("variant", &proof.variant, &VARIANTS);
            let texts = [("to_name", &proof.to_name), ("proof", &proof.proof)];
            for (path, text) in texts {
                let is_needed = path == "proof" || self.recipient != "patient";
                if is_needed && text.trim().is_empty() {
                    problems.push(Problem::new("required", path));
                }
                if text.chars().count() > CHARACTERS {
                    problems.push(
                        Problem::new("too_long", path)
                            .with("expected", format!("at most {CHARACTERS} characters")),
                    );
                }
            }
        }
        if self.on > today {
            problems.push(Problem::new("in_the_future", "on"));
        }
        problems
    }
}

impl std::fmt::Debug for CopyProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CopyProof(…)")
    }
}
