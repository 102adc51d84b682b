//! The pages of the practice's settings, and whether one may change anything on them now.

use ccm::access::Permission;

use crate::access::SignedIn;
use crate::layout::Visit;
use crate::{Web, paths};

/// One page among its neighbors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub name: &'static str,
    pub path: &'static str,
    pub is_here: bool,
}

const ALL: [(&str, &str); 8] = [
    ("settings-staff", paths::STAFF),
    ("settings-practice", paths::PRACTICE_SETTINGS),
    ("settings-switches", paths::SWITCHES),
    ("settings-outreach", paths::OUTREACH_TERMS),
    ("settings-rates", paths::RATES),
    ("settings-supervision", paths::SUPERVISION_TERMS),
    ("settings-plans", paths::PLAN_TEMPLATES),
    ("settings-access", paths::ACCESS_POLICY),
];

/// What every page of the settings prints above its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tabs {
    pub tabs: Vec<Tab>,
    /// Forms are shown.
    pub is_confirmed: bool,
    /// Where a proof is given, and the way back.
    pub step_up: String,
}

impl Tabs {
    pub fn of(web: &Web, visit: &Visit, signed_in: &SignedIn, needs: Permission) -> Self {
        let path = visit.path.as_str();
        let tab = |(name, path): (&'static str, &'static str)| Tab {
            name,
            path,
            is_here: visit.path.starts_with(path),
        };
        // A page that answers a form stands at the form's own address: one goes back to where it came from.
        let back = visit.came_from.as_deref().filter(|_| !path.starts_with("/settings")).unwrap_or(path);
        Self {
            tabs: ALL.map(tab).to_vec(),
            is_confirmed: signed_in.is_confirmed(web, needs),
            step_up: paths::with_back(paths::STEP_UP, back),
        }
    }
}
