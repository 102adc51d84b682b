//! One table: standing × permission × whose chart.

use serde::{Deserialize, Serialize};

use super::policy::ChartsOfStaff;
use super::{AccessPolicy, Permission};

/// What somebody is at a practice, as far as permissions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Runs the program on its machine.
    Operator,
    Job,
    /// Runs the organization: people, settings, access, at every practice of it. No charts.
    Administrator,
    /// Runs a practice.
    Manager,
    Practitioner,
    ClinicalStaff,
    Biller,
    /// Neither treats nor bills: front desk.
    Office,
    /// Watches over privacy: reads charts and the audit log, changes nothing.
    Compliance,
    /// A reviewer from outside: reads the charts on their list, until a day.
    Auditor,
    /// Learns: works on assigned patients; their minutes count nowhere.
    Trainee,
    /// Known, but nothing here.
    Nobody,
}

/// For whose charts a permission holds. What is no single chart's is `Practice` or `Nobody`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Nobody,
    /// Those on an external auditor's list.
    Listed,
    /// Those whom somebody has assigned to them.
    Assigned,
    /// All of the practice.
    Practice,
}

impl Standing {
    pub const ALL: [Self; 12] = [
        Self::Operator,
        Self::Job,
        Self::Administrator,
        Self::Manager,
        Self::Practitioner,
        Self::ClinicalStaff,
        Self::Biller,
        Self::Office,
        Self::Compliance,
        Self::Auditor,
        Self::Trainee,
        Self::Nobody,
    ];

    /// The table. A change here is a change in access, and is reviewed as one.
    pub fn whose(self, permission: Permission) -> Whose {
        use Permission as P;
        let is_here = match self {
            Self::Operator => !matches!(
                permission,
                P::RecordCare | P::LogTime | P::Attest | P::ReviewClaims | P::ApproveMonth | P::BreakGlass
            ),
            Self::Job => matches!(
                permission,
                P::Import
                    | P::ReadChart
                    | P::CloseMonth
                    | P::ExchangeClaims
                    | P::ReadAudit
                    | P::KeepAuditCases
            ),
            Self::Administrator => matches!(
                permission,
                P::BreakGlass | P::Assign | P::ManageStaff | P::Configure | P::ReadAudit | P::ExportAudit
            ),
            Self::Manager => matches!(
                permission,
                P::RecordCare
                    | P::ReadChart
                    | P::Assign
                    | P::CloseMonth
                    | P::ReopenMonth
                    | P::ApproveMonth
                    | P::ExportClaims
                    | P::ExchangeClaims
                    | P::ManageStaff
                    | P::Configure
                    | P::ReadAudit
            ),
            Self::Practitioner => matches!(
                permission,
                P::RecordCare
                    | P::LogTime
                    | P::Attest
                    | P::ReadChart
                    | P::BreakGlass
                    | P::Assign
                    | P::ReviewClaims
                    | P::ApproveMonth
            ),
            Self::ClinicalStaff => {
                matches!(permission, P::RecordCare | P::LogTime | P::ReadChart | P::BreakGlass)
            }
            Self::Biller => {
                matches!(permission, P::ReadChart | P::CloseMonth | P::ExportClaims | P::ExchangeClaims)
            }
            Self::Office => matches!(permission, P::RecordCare | P::ReadChart),
            Self::Compliance => {
                matches!(permission, P::ReadChart | P::ReadAudit | P::ExportAudit | P::KeepAuditCases)
            }
            Self::Auditor if permission == P::ReadChart => return Whose::Listed,
            Self::Trainee if permission.is_of_charts() => return Whose::Assigned,
            Self::Auditor | Self::Trainee | Self::Nobody => false,
        };
        if is_here { Whose::Practice } else { Whose::Nobody }
    }

    /// Whether it may, for at least some charts.
    pub fn may(self, permission: Permission) -> bool {
        self.whose(permission) > Whose::Nobody
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Job => "job",
            Self::Administrator => "administrator",
            Self::Manager => "manager",
            Self::Practitioner => "practitioner",
            Self::ClinicalStaff => "clinical_staff",
            Self::Biller => "biller",
            Self::Office => "office",
            Self::Compliance => "compliance",
            Self::Auditor => "auditor",
            Self::Trainee => "trainee",
            Self::Nobody => "nobody",
        }
    }
}

/// All that one person is at one practice: a nurse who also runs it may what either may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standings(u16);

impl Standings {
    pub fn one(standing: Standing) -> Self {
        std::iter::once(standing).collect()
    }

    pub fn iter(self) -> impl Iterator<Item = Standing> {
        Standing::ALL.into_iter().filter(move |&standing| self.has(standing))
    }

    pub fn has(self, standing: Standing) -> bool {
        self.0 & (1 << standing as u16) != 0
    }

    /// The one that a page names; `Nobody` where there is none.
    pub fn chief(self) -> Standing {
        self.iter().next().unwrap_or(Standing::Nobody)
    }

    /// The widest that any of them has. An organization may keep those who treat to their own patients; whoever
    /// answers for the practice as a whole is not kept.
    pub fn whose(self, permission: Permission, policy: &AccessPolicy) -> Whose {
        let widest = |standing: Standing| match standing.whose(permission) {
            Whose::Practice
                if permission.is_of_charts() && policy.charts_of_staff == ChartsOfStaff::Assigned =>
            {
                match standing {
                    Standing::Practitioner | Standing::ClinicalStaff => Whose::Assigned,
                    _ => Whose::Practice,
                }
            }
            whose => whose,
        };
        self.iter().map(widest).max().unwrap_or(Whose::Nobody)
    }

    /// Whether any of them may, for at least some charts.
    pub fn may(self, permission: Permission) -> bool {
        self.iter().any(|standing| standing.may(permission))
    }
}

impl FromIterator<Standing> for Standings {
    fn from_iter<I: IntoIterator<Item = Standing>>(all: I) -> Self {
        Self(all.into_iter().fold(0, |set, standing| set | 1 << standing as u16))
    }
}
