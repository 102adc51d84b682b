//! Who asks, who rendered, whom it is about.

use super::{ScrubContext, address};
use crate::basics::Problem;
use crate::claim::document::{Claim, Subscriber};

pub(super) fn check(claim: &Claim, context: &ScrubContext<'_>, problems: &mut Vec<Problem>) {
    let practice = context.practice;
    required("billing.name", &practice.name, problems);
    taxonomy("billing.taxonomy", Some(&practice.taxonomy), problems);
    address::of_billing_provider("billing.address", &practice.address, problems);

    let rendering = &claim.rendering;
    required("rendering.family", &rendering.family, problems);
    required("rendering.given", &rendering.given, problems);
    if rendering.npi.is_none() {
        problems.push(Problem::new("required", "rendering.npi"));
    }
    taxonomy("rendering.taxonomy", rendering.taxonomy.as_deref(), problems);

    subscriber(&claim.subscriber, context, problems);
}

/// In Medicare the patient is the subscriber, so all of it is asked.
fn subscriber(one: &Subscriber, context: &ScrubContext<'_>, problems: &mut Vec<Problem>) {
    required("subscriber.family", one.family.as_deref().unwrap_or_default(), problems);
    required("subscriber.given", one.given.as_deref().unwrap_or_default(), problems);
    if one.mbi.is_none() {
        problems.push(Problem::new("required", "subscriber.mbi"));
    }
    match &one.address {
        None => problems.push(Problem::new("required", "subscriber.address")),
        Some(known) => address::complete("subscriber.address", known, problems),
    }
    match one.born_on {
        None => problems.push(Problem::new("required", "subscriber.born_on")),
        Some(born) if born > context.file_date => {
            problems.push(Problem::new("in_future", "subscriber.born_on"))
        }
        Some(_) => {}
    }
    if !matches!(one.sex.as_str(), "F" | "M" | "U") {
        problems.push(Problem::new("sex", "subscriber.sex").with("expected", "F, M or U"));
    }
}

fn required(path: &str, value: &str, problems: &mut Vec<Problem>) {
    if value.trim().is_empty() {
        problems.push(Problem::new("required", path));
    }
}

/// Where there is one, it is a code of the provider taxonomy: ten characters.
fn taxonomy(path: &str, code: Option<&str>, problems: &mut Vec<Problem>) {
    let fits =
        |code: &str| code.len() == 10 && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if code.is_some_and(|code| !fits(code)) {
        problems.push(Problem::new("taxonomy_shape", path).with("expected", "ten of A-Z 0-9"));
    }
}
