//! Dates as CMS writes them, in cells and in names of files.

use ccm::basics::Date;

/// `20260401`, `2026-04-01`, `4/1/2026`, `04-01-2026`, or the year and the day of the year: `2026091`.
pub fn parse(text: &str) -> Option<Date> {
    let number =
        |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let (year, month, day) = match (&parts[..], text.len()) {
        ([_], 8) => (number(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..)?)?),
        ([_], 7) => {
            let (year, of_year) = (number(text.get(..4)?)?, number(text.get(4..)?)?);
            let first = Date::new(year, 1, 1).ok()?;
            return jiff::civil::DateTime::from(first)
                .with()
                .day_of_year(of_year)
                .build()
                .ok()
                .map(jiff::civil::DateTime::date);
        }
        ([year, month, day], _) if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        ([month, day, year], _) if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The first year, 2000 to 2099, that a text names.
pub fn year(text: &str) -> Option<i16> {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok())
        .find(|year| (2000..2100).contains(year))
}

/// The day from which a file is in force as its name or a title says it: `Eff_04-01-2026`, `V2026Q3`.
pub fn effective(text: &str) -> Option<Date> {
    let upper = text.to_uppercase();
    let quarter = upper.match_indices('Q').find_map(|(place, _)| {
        let (before, after) = (upper.get(place.checked_sub(4)?..place)?, upper.get(place + 1..place + 2)?);
        let first_month = 3 * after.parse::<i8>().ok().filter(|quarter| (1..=4).contains(quarter))? - 2;
        Date::new(year(before)?, first_month, 1).ok()
    });
    let written = || {
        let (_, after) = upper.split_once("EFF")?;
        let start = after.find(|c: char| c.is_ascii_digit())?;
        let rest = &after[start..];
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '-' || c == '/')).unwrap_or(rest.len());
        parse(&rest[..end])
    };
    quarter.or_else(written)
}

/// The last day of the fiscal year, October to September, in which a day lies.
pub fn fiscal_year_end(day: Date) -> Option<Date> {
    let year = if day.month() >= 10 { day.year().checked_add(1)? } else { day.year() };
    Date::new(year, 9, 30).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_day_is_read_and_nothing_else() {
        for text in ["20260401", "2026-04-01", "4/1/2026", "04-01-2026", "2026091"] {
            assert_eq!(parse(text).unwrap().to_string(), "2026-04-01", "{text}");
        }
        for text in
            ["", "*", "2026", "2026366", "20261301", "2026-4", "1/2/26", "2026é91", "-2260401", "+2026-1-1"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn names_tell_when_a_file_begins() {
        let of = |text: &str| effective(text).map(|day| day.to_string());
        assert_eq!(of("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv").as_deref(), Some("2026-04-01"));
        assert_eq!(of("AOC_V2026Q3-MCR.txt").as_deref(), Some("2026-07-01"));
        assert_eq!(of("Edits effective 10/1/2026").as_deref(), Some("2026-10-01"));
        assert_eq!(of("ccipra-v312r0-f1.txt"), None);
        assert_eq!(of("éQ3 2026Q5 eff"), None);
        assert_eq!(year("CCIR_v2026-1.csv"), Some(2026));
        assert_eq!(year("20261.csv"), None);
    }
}
