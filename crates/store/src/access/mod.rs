//! Who comes in, and whose charts they see.

pub(crate) mod accounts;
pub(crate) mod charts;
pub(crate) mod factors;
pub(crate) mod identities;
pub(crate) mod sessions;
