//! Each promise of `db`, kept by both engines. PostgreSQL is left out, with a notice, where the machine
//! has none.

mod bulk;
mod migrations;
#[allow(dead_code, reason = "shared with testkit, which uses all of it")]
#[path = "../../../testkit/src/postgres.rs"]
mod postgres;
mod stream;
mod support;
mod tenancy;
mod transactions;
mod values;
