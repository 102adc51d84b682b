//! Serving: the door to the network, and the work that goes on behind it.

pub mod jobs;
mod journal;
pub mod listen;
mod peer;
pub mod provider;
