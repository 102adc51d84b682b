//! The outside ports: one folder per partner.

pub mod ehr;

/// Keys in files.
pub mod keys;
pub mod secrets;

pub mod clearinghouse;

/// Yearly files of CMS and AHRQ.
pub mod cms;
