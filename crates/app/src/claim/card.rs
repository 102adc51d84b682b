//! Which number is on the patient's card in the month of the claim?

use std::collections::HashMap;

use ccm::basics::*;
use ccm::people::{Coverage, Identifier};

/// The number on each patient's card: of the coverage that lasts longest into the month, else the one MBI among the
/// patient's identifiers. Two that differ are no answer.
pub(crate) fn mbis(
    identifiers: Vec<(PatientId, Identifier)>,
    coverages: Vec<(PatientId, Coverage)>,
    month: ServiceMonth,
) -> HashMap<PatientId, Mbi> {
    let mut by_identifier: HashMap<PatientId, Option<Mbi>> = HashMap::new();
    for (patient, identifier) in identifiers {
        let Ok(mbi) = identifier.value.parse::<Mbi>() else { continue };
        if identifier.system != Identifier::MBI {
            continue;
        }
        let known = by_identifier.entry(patient).or_insert_with(|| Some(mbi.clone()));
        if known.as_ref() != Some(&mbi) {
            *known = None;
        }
    }
    let mut found: HashMap<PatientId, Mbi> =
        by_identifier.into_iter().filter_map(|(patient, mbi)| Some((patient, mbi?))).collect();
    let mut of_month: Vec<(PatientId, Coverage)> = coverages
        .into_iter()
        .filter(|(_, coverage)| {
            coverage.status == "active"
                && coverage.from.is_none_or(|from| from <= month.last_day())
                && coverage.until.is_none_or(|until| until >= month.first_day())
        })
        .collect();
    // The last one written wins: the later end, then the later start.
    of_month.sort_by_key(|(_, coverage)| (coverage.until.unwrap_or(Date::MAX), coverage.from));
    found.extend(of_month.into_iter().filter_map(|(patient, coverage)| Some((patient, coverage.mbi?))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identifier(value: &str) -> Identifier {
        Identifier { system: Identifier::MBI.to_owned(), value: value.to_owned() }
    }

    fn coverage(mbi: &str, until: Option<&str>) -> Coverage {
        Coverage {
            id: CoverageId(uuid::Uuid::nil()),
            status: "active".into(),
            payer_name: None,
            type_code: None,
            mbi: Some(mbi.parse().unwrap()),
            from: None,
            until: until.map(|day| day.parse().unwrap()),
            qmb: None,
        }
    }

    #[test]
    fn the_card_of_the_month_wins_over_others() {
        let patient = |n: u128| PatientId(uuid::Uuid::from_u128(n));
        let (old, new) = ("1EG4TE5MK73", "2EG4TE5MK73");
        let identifiers = vec![
            (patient(1), identifier(old)),
            (patient(2), identifier(old)),
            (patient(2), identifier(new)),
            (patient(3), identifier(old)),
            (patient(3), identifier(old)),
        ];
        let coverages = vec![
            (patient(1), coverage(new, None)),
            (patient(1), coverage(old, Some("2026-09-10"))),
            (patient(4), coverage(old, Some("2026-08-31"))),
        ];
        let found = mbis(identifiers, coverages, "2026-09".parse().unwrap());
        let of = |n| found.get(&patient(n)).map(Mbi::as_str);
        assert_eq!((of(1), of(2), of(3), of(4)), (Some(new), None, Some(old), None));
    }
}
