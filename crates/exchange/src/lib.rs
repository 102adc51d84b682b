//! The outside ports: one folder per partner.

pub mod ehr;

/// Evidence packs as archives.
pub mod archive;

/// Keys in files.
pub mod keys;
pub mod secrets;

pub mod clearinghouse;

/// Yearly files of CMS and AHRQ.
pub mod cms;
