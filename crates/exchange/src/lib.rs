//! The outside ports: one folder per partner.
