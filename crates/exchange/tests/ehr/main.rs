//! Files in, records out: what an import gets from FHIR files, whatever their form and order.

mod forms;
mod references;
mod refusals;
mod samples;
mod support;
mod translation;
