//! The first page: what was asked of each code, and the answer.

use ccm::billing::determination::{Considered, Outcome};

use super::*;

pub(super) fn page(basis: &Basis<'_>) -> Verdict {
    let determination = &basis.stored.determination;
    let mut considered: Vec<&Considered> = determination.considered.iter().collect();
    // The sort is stable: among equals the engine's order stays.
    considered.sort_by_key(|one| match one.outcome {
        Outcome::Billed { .. } => 0,
        Outcome::Held => 1,
        Outcome::NotChosen => 2,
    });
    Verdict {
        practitioner: basis.person(basis.row.practitioner),
        sha256: hex(&basis.answer.sha256),
        is_intact: <[u8; 32]>::from(Sha256::digest(&basis.answer.body)) == basis.answer.sha256,
        rule_set: determination.rules.to_string(),
        engine: determination.engine.to_string(),
        closed_at: basis.answer.closed_at,
        codes: considered.into_iter().map(|one| code(basis, one)).collect(),
        held: determination.held.clone(),
        switches: determination.switches.clone(),
        flags: determination.flags.clone(),
    }
}

fn code(basis: &Basis<'_>, considered: &Considered) -> CodeVerdict {
    let requirements = considered.findings.iter().map(|finding| RequirementVerdict {
        rule: finding.rule,
        asks: basis.words(finding.rule),
        answer: finding.answer,
        reason: finding.reason.clone(),
        citation: finding.citation.clone(),
        verified: finding.verified,
    });
    CodeVerdict {
        label: basis
            .rules
            .service(&considered.code)
            .map(|service| service.label.to_string())
            .unwrap_or_default(),
        code: considered.code.clone(),
        program: considered.program,
        outcome: considered.outcome,
        requirements: requirements.collect(),
    }
}
