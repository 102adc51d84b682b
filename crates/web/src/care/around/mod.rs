//! The care around the plan: referrals, the directory, who is on call, handovers, and how the work is shared out. What
//! somebody on call sees of one patient is in [`crate::reports`].

mod appointments;
mod caseloads;
mod directory;
mod handovers;
mod listing;
mod log;
mod on_call;
mod referral_form;
mod referrals;

pub(crate) use log::{Row as AccessRow, row as access_row};
pub(crate) use referrals::{Row as ReferralLine, row as referral_line};

use axum::Router;

use crate::{Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .merge(referrals::routes())
        .merge(referral_form::routes())
        .merge(appointments::routes())
        .merge(directory::routes())
        .merge(on_call::routes())
        .merge(log::routes())
        .merge(handovers::routes())
        .merge(caseloads::routes())
}

/// A page of this room among its neighbors.
pub struct Tab {
    pub name: &'static str,
    pub path: &'static str,
    pub key: &'static str,
    pub is_here: bool,
}

const TABS: [(&str, &str, &str); 5] = [
    ("around-referrals", paths::REFERRALS, "t 1"),
    ("around-directory", paths::DIRECTORY, "t 2"),
    ("around-on-call", paths::ON_CALL, "t 3"),
    ("around-log", paths::ACCESS_LOG, "t 4"),
    ("around-handovers", paths::HANDOVERS, "t 5"),
];

/// All of them, and which one this is.
fn tabs(here: &str) -> Vec<Tab> {
    TABS.map(|(name, path, key)| Tab { name, path, key, is_here: path == here }).into()
}
