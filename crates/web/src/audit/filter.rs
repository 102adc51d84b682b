//! What the log is asked for. It comes by POST: a record number belongs in no address.

use app::access::named;
use app::audit::{After, Filter};
use ccm::access::Permission;
use ccm::basics::{Date, PersonId, Problem, TimeZone, Timestamp};

use crate::Web;
use crate::access::SignedIn;
use crate::people::typed::{Reader, Typed};

/// The filter that was typed, and where the page begins.
pub(super) async fn read(
    web: &Web,
    signed_in: &SignedIn,
    zone: &TimeZone,
    typed: &Typed,
) -> app::Result<(Filter, Option<After>)> {
    let mut reader = Reader::of(typed);
    let person = reader.parsed_or_none::<PersonId>("person", "unknown_person");
    let (from, until) = (reader.date_or_none("from"), reader.date_or_none("until"));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        reader.wrong("ends_before_it_begins", "until");
    }
    let (action, kind) = (reader.optional("action"), reader.optional("kind"));
    let number = reader.optional("patient");
    let after = after(typed.text("after"));
    reader.done(()).map_err(app::Error::Invalid)?;
    let patient = match number {
        None => None,
        Some(number) => {
            let (actor, place) = (signed_in.actor(), signed_in.place());
            let found = named(&web.app, &actor, place, Permission::ReadAudit, &[number]).await?;
            match found.first().map(Vec::as_slice) {
                Some([one]) => Some(*one),
                _ => {
                    return Err(app::Error::invalid(
                        Problem::new("unknown_number", "patient").with("line", 1),
                    ));
                }
            }
        }
    };
    let midnight = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp());
    Ok((
        Filter {
            person,
            action,
            kind,
            patient,
            from: from.and_then(midnight),
            until: until.and_then(|day| day.tomorrow().ok()).and_then(midnight),
        },
        after,
    ))
}

/// `instant id`, as [`written`] wrote it. What is neither begins at the beginning.
fn after(text: &str) -> Option<After> {
    let (at, id) = text.split_once(' ')?;
    Some((at.parse::<Timestamp>().ok()?, id.parse().ok()?))
}

pub(super) fn written((at, id): After) -> String {
    format!("{at} {id}")
}
