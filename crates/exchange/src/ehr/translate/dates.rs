//! Days and instants out of FHIR's dates of any precision.

use ccm::basics::{Date, Timestamp};
use fhir::{DateTime, PartialDate};
use jiff::tz::TimeZone;

/// The first day it can mean, on the clock that showed it.
pub(super) fn first_day(at: DateTime) -> Date {
    at.local_date().first()
}

/// The last day it can mean, on the clock that showed it.
pub(super) fn last_day(at: DateTime) -> Date {
    at.local_date().last()
}

/// The instant; a date is the midnight with which it begins in UTC, for want of a clock.
pub(super) fn instant(at: DateTime) -> Option<Timestamp> {
    match at {
        DateTime::Instant(instant) => Some(instant.at),
        DateTime::Date(date) => midnight(date),
    }
}

fn midnight(date: PartialDate) -> Option<Timestamp> {
    Some(date.first().to_zoned(TimeZone::UTC).ok()?.timestamp())
}
