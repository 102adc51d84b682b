//! Both ends of an interchange and its outer numbers.

use ccm::people::PayerProfile;
use x12::professional::{Envelope, GroupHeader, Party, Usage};
use x12::text::{ControlNumber, Moment, Time4};

use super::translate::{Place, day};

pub(super) struct Wire {
    pub envelope: Envelope,
    pub group: GroupHeader,
}

/// Whether files of both go from the same hand to the same hand.
pub(super) fn same_ends(one: &PayerProfile, other: &PayerProfile) -> bool {
    other.receiver_id == one.receiver_id
        && other.receiver_qualifier == one.receiver_qualifier
        && other.submitter_id == one.submitter_id
        && other.submitter_qualifier == one.submitter_qualifier
}

impl Wire {
    /// `numbers`: of the interchange and of its group.
    pub fn of(
        payer: &PayerProfile,
        numbers: (i64, i64),
        local: jiff::civil::DateTime,
        is_production: bool,
        place: &mut Place,
    ) -> Option<Self> {
        let number = |n: i64, path: &str, place: &mut Place| {
            let number = u32::try_from(n).ok().and_then(ControlNumber::new);
            if number.is_none() {
                place.wrong("control_number", path);
            }
            number
        };
        let interchange = number(numbers.0, "interchange_number", place);
        let group = number(numbers.1, "group_number", place);
        let sender = place.code("payer.submitter_id", &payer.submitter_id);
        let receiver = place.code("payer.receiver_id", &payer.receiver_id);
        let sender_qualifier = place.code("payer.submitter_qualifier", &payer.submitter_qualifier);
        let receiver_qualifier = place.code("payer.receiver_qualifier", &payer.receiver_qualifier);
        let date = place.known("local", day(local.date()));
        let time = place.known("local", Time4::new(local.hour(), local.minute()));
        let (sender, receiver) = (sender?, receiver?);
        Some(Self {
            envelope: Envelope {
                sender: Party { qualifier: sender_qualifier?, id: sender },
                receiver: Party { qualifier: receiver_qualifier?, id: receiver },
                created: Moment { date: date?, time: time? },
                control: interchange?,
                // Without an answer nobody knows whether the interchange arrived.
                ack_requested: true,
                usage: if is_production { Usage::Production } else { Usage::Test },
            },
            group: GroupHeader { control: group?, sender, receiver },
        })
    }
}
