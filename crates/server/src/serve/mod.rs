//! Serving: the door to the network, and the work that goes on behind it.

pub mod jobs;
pub mod listen;
mod peer;
pub mod provider;
