//! The navigation: what a page of it is called, where it is, which key leads there, and who may go.
//!
//! In the story's order. Whoever may not enter a room does not see its door.

use ccm::access::Permission;

use crate::paths;

/// One line of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key of its name in `locales`.
    pub name: &'static str,
    pub path: &'static str,
    /// `g` and this.
    pub key: &'static str,
    /// One of these; none: everybody who is signed in.
    pub needs: &'static [Permission],
}

/// All of them.
pub const ROOMS: &[Entry] = &[
    Entry { name: "rooms-today", path: paths::TODAY, key: "g t", needs: &[Permission::ReadChart] },
    Entry { name: "rooms-panel", path: paths::PANEL, key: "g h", needs: &[Permission::Attest] },
    Entry { name: "rooms-patients", path: paths::PATIENTS, key: "g f", needs: &[Permission::ReadChart] },
    Entry { name: "rooms-enrollment", path: paths::ENROLLMENT, key: "g c", needs: &[Permission::ReadChart] },
    Entry {
        name: "rooms-outreach",
        path: paths::OUTREACH_QUEUE,
        key: "g q",
        needs: &[Permission::RecordCare],
    },
    Entry { name: "care-week", path: paths::WEEK, key: "g n", needs: &[Permission::RecordCare] },
    Entry { name: "care-flags", path: paths::ESCALATIONS, key: "g e", needs: &[Permission::ReadChart] },
    Entry { name: "care-tasks", path: paths::TASKS, key: "g k", needs: &[Permission::ReadChart] },
    Entry { name: "plan-list", path: paths::PLANS, key: "g l", needs: &[Permission::ReadChart] },
    Entry { name: "around-referrals", path: paths::REFERRALS, key: "g u", needs: &[Permission::ReadChart] },
    Entry { name: "around-on-call", path: paths::ON_CALL, key: "g z", needs: &[Permission::ReadChart] },
    Entry { name: "care-wrap-up", path: paths::WRAP_UP, key: "g w", needs: &[Permission::RecordCare] },
    Entry { name: "rooms-month", path: paths::THIS_MONTH, key: "g m", needs: &[Permission::CloseMonth] },
    Entry { name: "rooms-claims", path: paths::CLAIMS, key: "g b", needs: &[Permission::CloseMonth] },
    Entry {
        name: "rooms-billing-work",
        path: paths::BILLING_WORK,
        key: "g 8",
        needs: &[Permission::ExchangeClaims],
    },
    Entry {
        name: "rooms-submissions",
        path: paths::SUBMISSIONS,
        key: "g 1",
        needs: &[Permission::ExchangeClaims],
    },
    Entry { name: "rooms-received", path: paths::RECEIVED, key: "g 2", needs: &[Permission::ExchangeClaims] },
    Entry {
        name: "rooms-remittances",
        path: paths::REMITTANCES,
        key: "g 3",
        needs: &[Permission::ExchangeClaims],
    },
    Entry { name: "rooms-denials", path: paths::DENIALS, key: "g 5", needs: &[Permission::ExchangeClaims] },
    Entry {
        name: "rooms-payer-calls",
        path: paths::PAYER_CALLS,
        key: "g 4",
        needs: &[Permission::ExchangeClaims],
    },
    Entry {
        name: "rooms-statements",
        path: paths::STATEMENTS,
        key: "g 6",
        needs: &[Permission::ExchangeClaims],
    },
    Entry { name: "rooms-refunds", path: paths::REFUNDS, key: "g 7", needs: &[Permission::ExchangeClaims] },
    Entry {
        name: "rooms-claim-review",
        path: paths::CLAIM_REVIEW,
        key: "g v",
        needs: &[Permission::ReviewClaims],
    },
    Entry {
        name: "rooms-supervision",
        path: paths::SUPERVISION,
        key: "g j",
        needs: &[Permission::Attest, Permission::ReadAudit],
    },
    Entry { name: "rooms-practices", path: paths::PRACTICES, key: "g p", needs: &[] },
    Entry { name: "rooms-assignments", path: paths::ASSIGNMENTS, key: "g o", needs: &[Permission::Assign] },
    Entry { name: "around-caseloads", path: paths::CASELOADS, key: "g i", needs: &[Permission::Assign] },
    Entry { name: "rooms-settings", path: paths::SETTINGS, key: "g s", needs: &[Permission::Configure] },
    Entry {
        name: "rooms-operations",
        path: paths::OPERATIONS,
        key: "g 9",
        needs: &[Permission::ExchangeClaims, Permission::Configure],
    },
    Entry { name: "rooms-audit", path: paths::AUDIT, key: "g a", needs: &[Permission::ReadAudit] },
    Entry {
        name: "rooms-audit-cases",
        path: paths::AUDIT_CASES,
        key: "g y",
        needs: &[Permission::KeepAuditCases],
    },
    Entry {
        name: "rooms-self-audit",
        path: paths::SELF_AUDIT,
        key: "g d",
        needs: &[Permission::KeepAuditCases],
    },
    Entry { name: "rooms-glass", path: paths::BROKEN_GLASSES, key: "g x", needs: &[Permission::BreakGlass] },
];

/// Where a reviewer from outside lands, and nobody else has anything to see.
pub const REVIEW: Entry =
    Entry { name: "rooms-review", path: paths::REVIEW, key: "g r", needs: &[Permission::ReadChart] };
