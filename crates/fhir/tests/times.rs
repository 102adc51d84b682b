//! Dates keep the precision they were written in; what is no date is none.

use fhir::{DateTime, Instant, PartialDate};
use jiff::civil::date;

#[test]
fn a_date_is_a_year_a_month_or_a_day() {
    assert_eq!(PartialDate::parse("1948"), Some(PartialDate::Year(1948)));
    let february = PartialDate::parse("2024-02").unwrap();
    assert_eq!((february.first(), february.last()), (date(2024, 2, 1), date(2024, 2, 29)));
    assert_eq!(february.day(), None);
    assert_eq!(PartialDate::parse("2024-02-29").unwrap().day(), Some(date(2024, 2, 29)));
}

#[test]
fn an_instant_keeps_the_clock_it_was_read_from() {
    let late = Instant::parse("2024-03-31T23:30:00.250-05:00").unwrap();
    assert_eq!(late.at.to_string(), "2024-04-01T04:30:00.25Z");
    assert_eq!(late.local_date(), date(2024, 3, 31));
    assert_eq!(
        DateTime::parse("2024-03-31T23:30:00-05:00").unwrap().local_date(),
        PartialDate::Day(date(2024, 3, 31))
    );
}

#[test]
fn unusual_but_allowed_spellings_are_read() {
    for text in [
        "2016-12-31T23:59:60Z",
        "2024-01-01T00:00:00.1234567891+14:00",
        "0001-01-01T00:00:00Z",
        "2024-01-01T00:00:00-00:00",
    ] {
        assert!(Instant::parse(text).is_some(), "{text}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "24",
        "0000",
        "2024-",
        "2024-13",
        "2024-00",
        "2023-02-29",
        "2024-2-9",
        "02/29/2024",
        "2024-02-29 ",
        "+024",
        "20240229",
        "2024-02-29T10:00:00Z",
        "２０２４",
    ] {
        assert_eq!(PartialDate::parse(text), None, "{text}");
    }
    for text in [
        "2024-02-29",
        "2024-02-29T10:00Z",
        "2024-02-29T10:00:00",
        "2024-02-29T24:00:00Z",
        "2024-02-29T10:00:61Z",
        "2024-02-29T10:00:00.Z",
        "2024-02-29T10:00:00+15:00",
        "2024-02-29T10:00:00+0500",
        "2024-02-29 10:00:00Z",
        "2023-02-29T10:00:00Z",
        "2024-02-29T10:00:00Zz",
    ] {
        assert_eq!(Instant::parse(text), None, "{text}");
    }
}
