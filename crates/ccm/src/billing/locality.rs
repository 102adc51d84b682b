//! Geographic practice cost indices of the fee schedule's localities, by year (PAY-01, PAY-04).

use super::facts::Gpci;

const TABLES: [(i16, &str); 3] = [
    (2024, include_str!("../../../../reference/gpci/2024.txt")),
    (2025, include_str!("../../../../reference/gpci/2025.txt")),
    (2026, include_str!("../../../../reference/gpci/2026.txt")),
];

/// The indices of a locality in a year, with the work floor as CMS published it for that year.
/// `None`: no table for the year, or no such locality in it.
pub fn gpci(year: i16, mac: &str, number: &str) -> Option<Gpci> {
    let (_, table) = TABLES.iter().find(|(of, _)| *of == year)?;
    let row = table.lines().find_map(|line| {
        line.strip_prefix(mac)?.strip_prefix(' ')?.strip_prefix(number)?.strip_prefix(' ')
    })?;
    let mut numbers = row.split(' ').map(|number| number.parse().ok());
    Some(Gpci { work: numbers.next()??, pe: numbers.next()??, mp: numbers.next()?? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locality_has_its_indices_and_an_unknown_one_has_none() {
        let alaska = gpci(2026, "02102", "01").unwrap();
        assert_eq!(
            (alaska.work.to_string(), alaska.pe.to_string()),
            ("1.500".to_owned(), "1.065".to_owned())
        );
        assert_eq!(gpci(2026, "02102", "99"), None);
        assert_eq!(gpci(2023, "02102", "01"), None);
        for (year, table) in TABLES {
            for line in table.lines().filter(|line| !line.starts_with('#')) {
                let mut parts = line.split(' ');
                assert!(gpci(year, parts.next().unwrap(), parts.next().unwrap()).is_some(), "{year} {line}");
            }
        }
    }
}
