//! What may be done. Who may do it, and to whose charts, is the table in [`super::standing`].

use serde::Serialize;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Permission { $($(#[$doc])* $name),* }

        impl Permission {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

permissions! {
    /// Change organization, practices, people, payers from a file.
    SetUp = "set_up";
    /// Bring records in from outside.
    Import = "import";
    /// Record consents, plans, contacts, notes.
    RecordCare = "record_care";
    /// Record minutes of one's own.
    LogTime = "log_time";
    /// Record what only a billing practitioner can vouch for: risk statements, complexity.
    Attest = "attest";
    ReadChart = "read_chart";
    /// See a chart that is not one's own, for a reason that is put on record, for some hours.
    BreakGlass = "break_glass";
    /// Say who cares for which patient.
    Assign = "assign";
    CloseMonth = "close_month";
    /// Open a closed month again.
    ReopenMonth = "reopen_month";
    /// Say that a claim may go (CLAIM-08).
    ReviewClaims = "review_claims";
    /// Say for the practice that a closed month may go out.
    ApproveMonth = "approve_month";
    ExportClaims = "export_claims";
    /// Send files of claims, take in what payers answer, post what they paid.
    ExchangeClaims = "exchange_claims";
    /// Invite people, give and end roles, name the charts of an external auditor.
    ManageStaff = "manage_staff";
    /// Change a practice's settings and an organization's access policy.
    Configure = "configure";
    ReadAudit = "read_audit";
    /// Keep cases of audits from outside, build evidence packs, say who may look at them, draw the practice's own sample.
    KeepAuditCases = "keep_audit_cases";
    /// Take the audit log out of the program.
    ExportAudit = "export_audit";
}

impl Permission {
    /// Asks for a fresh proof of who is there: a stolen session alone does not suffice.
    pub fn needs_step_up(self) -> bool {
        use Permission as P;
        matches!(
            self,
            P::ReopenMonth
                | P::ExportClaims
                | P::ManageStaff
                | P::Configure
                | P::ExportAudit
                | P::KeepAuditCases
        )
    }

    /// Is about single charts, so that a standing may have it for some of them alone.
    pub fn is_of_charts(self) -> bool {
        matches!(self, Self::RecordCare | Self::LogTime | Self::ReadChart)
    }
}
