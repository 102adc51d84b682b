//! What a unit is worth, and what of it the patient owes.

use std::collections::BTreeSet;

use super::markdown::{Markdown, list, mark};
use crate::basics::{Date, Hcpcs};
use crate::billing::fee::{Factor, Rate};
use crate::billing::ruleset::RuleSet;
use crate::billing::service::Service;

/// One row a code, one column for each time between two changes of the factor or of a code's price.
pub(super) fn units(page: &mut Markdown, services: &[&Service], rules: &RuleSet) {
    let fees = rules.fees();
    let factors: BTreeSet<Date> = fees.factors().map(|factor| factor.from).collect();
    if !services.iter().any(|service| fees.first_day(&service.code).is_some()) {
        return;
    }
    page.section("What a unit pays");
    page.paragraph(
        "USD, national, before any locality: outside a facility / in a facility. A dash: no price is published. What \
         a line expects is worked out for its locality and place of service; see [money.md](money.md).",
    );
    let head: Vec<String> =
        std::iter::once("code".to_owned()).chain(factors.iter().map(|from| format!("from {from}"))).collect();
    let row = |service: &&Service| {
        let cells = factors.iter().map(|&from| cell(&service.code, from, rules));
        std::iter::once(service.code.to_string()).chain(cells).collect::<Vec<String>>()
    };
    page.rows(&head, services.iter().map(row).collect());
}

/// Both amounts on the first day of a time, or on the first day after it for which the code has a price.
fn cell(code: &Hcpcs, from: Date, rules: &RuleSet) -> String {
    let fees = rules.fees();
    let until = fees.factor(from).map_or(from, |factor| factor.until);
    let first = fees.first_day(code).filter(|&first| from < first && first <= until);
    let on = first.unwrap_or(from);
    let unit = fees.unit(code, on, Some(false), None, None);
    if unit.national_nonfacility.is_none() && unit.national_facility.is_none() {
        return "—".to_owned();
    }
    let amount =
        |cents: Option<crate::basics::Cents>| cents.map_or("—".to_owned(), |cents| cents.to_string());
    let verified = fees.values(code, on).is_none_or(|values| values.verified);
    let later = first.map_or(String::new(), |first| format!(" (from {first})"));
    let both = format!("{} / {}", amount(unit.national_nonfacility), amount(unit.national_facility));
    format!("{both}{later}{}", mark(verified))
}

pub(super) fn page(rules: &RuleSet) -> String {
    let fees = rules.fees();
    let mut page = Markdown::new("Money");
    page.paragraph(
        "An amount is (work × its index + practice expense × its index + malpractice × its index) × the conversion \
         factor, rounded once, to whole cents. Indices are those of the locality on the date of service. Next year's \
         files are loaded with `perennial reference import`.",
    );
    page.section("Conversion factors");
    let row = |factor: &Factor| {
        let own = match (factor.factor_qualifying, factor.is_qualifying_unknown) {
            (Some(own), _) => own.to_string(),
            (None, true) => "not known".to_owned(),
            (None, false) => "the same".to_owned(),
        };
        [
            format!("{} to {}{}", factor.from, factor.until, mark(factor.verified)),
            factor.factor.to_string(),
            own,
        ]
    };
    page.table(
        ["dates of service", "factor", "qualifying APM participants"],
        fees.factors().map(row).collect(),
    );
    page.section("The patient's share");
    let shares: BTreeSet<(Date, Date)> = fees
        .factors()
        .filter_map(|factor| fees.share(factor.from))
        .map(|share| (share.from, share.until))
        .collect();
    page.table(
        ["dates of service", "coinsurance", "deductible of the year"],
        shares
            .into_iter()
            .filter_map(|(from, until)| {
                let share = fees.share(from)?;
                let dates = format!("{from} to {until}{}", mark(share.verified));
                Some([
                    dates,
                    format!("{} percent", share.coinsurance_percent),
                    format!("{} USD", share.deductible),
                ])
            })
            .collect(),
    );
    page.paragraph(
        "Whether the deductible is met is the payer's to say. A Qualified Medicare Beneficiary owes nothing.",
    );
    page.section("The floor under the work index");
    let floors: Vec<[String; 2]> = rules
        .localities()
        .floors()
        .map(|floor| {
            let applies = if floor.applies { "1.0 at the least" } else { "no floor" };
            [format!("{} to {}{}", floor.from, floor.until, mark(floor.verified)), applies.to_owned()]
        })
        .collect();
    page.table(["dates of service", "work index"], floors);
    page.section("Places of service");
    let places = |wanted: Rate| {
        list(fees.places().filter(|(_, rate)| *rate == wanted).map(|(place, _)| place.to_string()))
    };
    page.list([
        format!("The facility amount: {}", places(Rate::Facility)),
        format!("The other amount: {}", places(Rate::NonFacility)),
    ]);
    page.finish()
}
