//! One table: standing × permission.

use serde::Serialize;

/// What may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Change organization, practices, people, payers.
    SetUp,
    /// Bring records in from outside.
    Import,
    /// Record consents, plans, contacts, minutes of one's own.
    RecordCare,
    /// Record what only a billing practitioner can vouch for: risk statements, complexity.
    Attest,
    ReadChart,
    CloseMonth,
    /// Say that a claim may go (CLAIM-08).
    ReviewClaims,
    ExportClaims,
    ReadAudit,
}

impl Permission {
    pub const ALL: [Self; 9] = [
        Self::SetUp,
        Self::Import,
        Self::RecordCare,
        Self::Attest,
        Self::ReadChart,
        Self::CloseMonth,
        Self::ReviewClaims,
        Self::ExportClaims,
        Self::ReadAudit,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Import => "import",
            Self::RecordCare => "record_care",
            Self::Attest => "attest",
            Self::ReadChart => "read_chart",
            Self::CloseMonth => "close_month",
            Self::ReviewClaims => "review_claims",
            Self::ExportClaims => "export_claims",
            Self::ReadAudit => "read_audit",
        }
    }
}

/// What somebody is at a practice, as far as permissions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Runs the program on its machine.
    Operator,
    Job,
    Practitioner,
    ClinicalStaff,
    /// Neither treats nor coordinates: front desk, billing office.
    Office,
    Auditor,
    /// Known, but nothing here.
    Nobody,
}

impl Standing {
    pub const ALL: [Self; 7] = [
        Self::Operator,
        Self::Job,
        Self::Practitioner,
        Self::ClinicalStaff,
        Self::Office,
        Self::Auditor,
        Self::Nobody,
    ];

    /// The table. A change here is a change in access, and is reviewed as one.
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Operator => !matches!(permission, P::RecordCare | P::Attest | P::ReviewClaims),
            Self::Job => matches!(permission, P::Import | P::ReadChart | P::CloseMonth | P::ReadAudit),
            Self::Practitioner => {
                matches!(permission, P::RecordCare | P::Attest | P::ReadChart | P::ReviewClaims)
            }
            Self::ClinicalStaff => matches!(permission, P::RecordCare | P::ReadChart),
            Self::Office => {
                matches!(permission, P::RecordCare | P::ReadChart | P::CloseMonth | P::ExportClaims)
            }
            Self::Auditor => matches!(permission, P::ReadChart | P::ReadAudit),
            Self::Nobody => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_what_is_as_agreed() {
        let table: Vec<String> = Standing::ALL
            .iter()
            .map(|standing| {
                let row: String =
                    Permission::ALL.iter().map(|&p| if standing.may(p) { 'x' } else { '.' }).collect();
                format!("{standing:?} {row}")
            })
            .collect();
        // SetUp Import RecordCare Attest ReadChart CloseMonth ReviewClaims ExportClaims ReadAudit
        let agreed = [
            "Operator xx..xx.xx",
            "Job .x..xx..x",
            "Practitioner ..xxx.x..",
            "ClinicalStaff ..x.x....",
            "Office ..x.xx.x.",
            "Auditor ....x...x",
            "Nobody .........",
        ];
        assert_eq!(table, agreed);
    }
}
