//! The store on both engines, each test on a database of its own.

mod around;
mod assessments;
mod board;
mod care;
mod clock;
mod day;
mod day_speed;
mod enrollment;
mod feed;
mod kept;
mod known;
mod newest;
mod plan;
mod prepared;
mod program_facts;
mod proof;
mod record;
mod results;
mod rooms;
mod sealed_at_rest;
mod sealer;
mod search;
mod supervision;
mod support;
mod tenants;
mod written_once;
