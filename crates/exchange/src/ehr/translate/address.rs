//! Where a patient lives now.

use ccm::people::practice::Address;
use fhir::AddressUse;

/// The address to write to: the newest home that is in use and complete enough for a claim, else the newest other.
/// One without street, city, state or a ZIP code that is one is none.
pub(super) fn current(addresses: &[fhir::Address<'_>]) -> Option<Address> {
    let mut best: Option<(Rank, Address)> = None;
    for address in addresses {
        let rank = rank(address);
        if let (Some(rank), Some(read)) = (rank, read(address))
            && best.as_ref().is_none_or(|(known, _)| rank > *known)
        {
            best = Some((rank, read));
        }
    }
    best.map(|(_, address)| address)
}

/// In use, a home, since when: the greatest is taken, the first of equals.
type Rank = (bool, bool, Option<jiff::civil::Date>);

fn rank(address: &fhir::Address<'_>) -> Option<Rank> {
    if matches!(address.use_, Some(AddressUse::Old | AddressUse::Billing)) {
        return None;
    }
    let period = address.period.as_ref();
    let is_open = period.is_none_or(|period| period.end.is_none());
    let is_home = matches!(address.use_, Some(AddressUse::Home) | None);
    Some((is_open, is_home, period.and_then(|period| period.start).map(|start| start.local_date().first())))
}

fn read(address: &fhir::Address<'_>) -> Option<Address> {
    let mut lines = address.line.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let street = lines.next()?.to_owned();
    let rest: Vec<&str> = lines.collect();
    let city = address.city.as_deref().map(str::trim).filter(|city| !city.is_empty())?;
    Some(Address {
        street,
        street2: (!rest.is_empty()).then(|| rest.join(", ")),
        city: city.to_owned(),
        state: state(address.state.as_deref()?)?.to_owned(),
        zip: address.postal_code.as_deref()?.parse().ok()?,
    })
}

/// The two letters of a state, territory or military post, from them or from its name.
fn state(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let is_it = |(code, name): &&(&'static str, &str)| {
        code.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text)
    };
    STATES.iter().find(is_it).map(|(code, _)| *code)
}

/// As the Postal Service abbreviates them.
#[rustfmt::skip]
const STATES: [(&str, &str); 59] = [
    ("AL", "Alabama"), ("AK", "Alaska"), ("AZ", "Arizona"), ("AR", "Arkansas"), ("CA", "California"),
    ("CO", "Colorado"), ("CT", "Connecticut"), ("DE", "Delaware"), ("DC", "District of Columbia"),
    ("FL", "Florida"), ("GA", "Georgia"), ("HI", "Hawaii"), ("ID", "Idaho"), ("IL", "Illinois"),
    ("IN", "Indiana"), ("IA", "Iowa"), ("KS", "Kansas"), ("KY", "Kentucky"), ("LA", "Louisiana"),
    ("ME", "Maine"), ("MD", "Maryland"), ("MA", "Massachusetts"), ("MI", "Michigan"), ("MN", "Minnesota"),
    ("MS", "Mississippi"), ("MO", "Missouri"), ("MT", "Montana"), ("NE", "Nebraska"), ("NV", "Nevada"),
    ("NH", "New Hampshire"), ("NJ", "New Jersey"), ("NM", "New Mexico"), ("NY", "New York"),
    ("NC", "North Carolina"), ("ND", "North Dakota"), ("OH", "Ohio"), ("OK", "Oklahoma"), ("OR", "Oregon"),
    ("PA", "Pennsylvania"), ("RI", "Rhode Island"), ("SC", "South Carolina"), ("SD", "South Dakota"),
    ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"), ("VT", "Vermont"), ("VA", "Virginia"),
    ("WA", "Washington"), ("WV", "West Virginia"), ("WI", "Wisconsin"), ("WY", "Wyoming"),
    ("AS", "American Samoa"), ("GU", "Guam"), ("MP", "Northern Mariana Islands"), ("PR", "Puerto Rico"),
    ("VI", "Virgin Islands"), ("AA", "Armed Forces Americas"), ("AE", "Armed Forces Europe"),
    ("AP", "Armed Forces Pacific"),
];
