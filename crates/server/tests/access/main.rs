//! Coming in, staying out, and whose charts are seen: the use cases over both engines.

mod audit;
mod charts;
mod factors;
mod oidc;
mod sign_in;
mod support;
