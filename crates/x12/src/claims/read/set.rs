//! ST to SE: the billing providers of a set and their subscribers.

use super::{header, level};
use crate::bounded::{Bounded, OutOfBounds};
use crate::claims::{BillingProvider, ClaimSet, Form, Payer, Receiver, SetHeader, Submitter};
use crate::cursor::frame::{Around, IN_SET, interchange, none, same_moment};
use crate::cursor::{Cursor, Manner, Name, parts};
use crate::envelope::{Envelope, GroupHeader};
use crate::problem::Reason;
use crate::text::{Code, ControlNumber};
use crate::tokenizer::Indexed;

const HEADER: &[Name] = &[("NM1", "41"), ("PER", "IC"), ("NM1", "40")];

/// Takes every set there is.
pub(super) type Each<'e, C> = &'e mut dyn FnMut(&Envelope, &GroupHeader, ClaimSet<C>);

pub(super) fn sets<C: Form>(cur: &mut Cursor<'_>, each: Each<'_, C>) {
    interchange(cur, &C::READS, &mut |cur, st, around| {
        let outside = around.envelope.zip(around.group);
        set(cur, st, around, &mut |set| {
            if let Some((envelope, group)) = outside {
                each(envelope, group, set);
            }
        });
    });
}

fn set<'a, C: Form>(
    cur: &mut Cursor<'a>,
    st: &Indexed<'a>,
    around: Around<'_>,
    each: &mut dyn FnMut(ClaimSet<C>),
) {
    let Around { control, created, .. } = around;
    cur.expect(HEADER);
    let batch = cur.required("BHT", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 6]);
        cur.fixed(&s, 1, "0019");
        cur.assumed(&s, 2, "00");
        cur.assumed(&s, 6, "CH");
        same_moment(cur, &s, created);
        cur.code(&s, 3)
    });
    let submitter = header::submitter(cur);
    let receiver = parts::organization(cur, "40", "46").map(|(_, name, id)| Receiver { name, id });
    let shared =
        (|| Some(Shared { control: control?, batch: batch?, submitter: submitter?, receiver: receiver? }))();

    let mut open = OpenSet { shared, billing: None, payer: None, claims: Vec::new(), each };
    levels(cur, st, &mut open);
}

/// Every HL of a set: a billing provider, and its subscribers; with others, further providers and theirs.
fn levels<'a, C: Form>(cur: &mut Cursor<'a>, st: &Indexed<'a>, open: &mut OpenSet<'_, C>) {
    let (mut number, mut parent) = (0, 0);
    loop {
        cur.skip_to(&IN_SET);
        if !cur.is_at("HL") {
            break;
        }
        number += 1;
        let kind = cur.ahead().filter(|_| cur.manner == Manner::Foreign).map(|hl| hl.get(3));
        if kind == Some(b"23") {
            // A patient who is not the subscriber: there is no place for them in our types.
            cur.skip();
        } else if parent == 0 || kind == Some(b"20") {
            parent = number;
            open.give();
            open.billing = header::billing_provider(cur, number, C::MAY_BILL_ALONE);
        } else {
            level::level(cur, number, parent, &mut |cur, s, payer, claim| {
                open.add(cur, (st, s), payer, claim)
            });
        }
    }
    open.give();
    match number {
        0 => cur.missing("HL", ""),
        1 => none(cur, st, "claims"),
        _ => {}
    }
}

/// What a set says before its first HL.
struct Shared {
    control: ControlNumber,
    batch: Code<30>,
    submitter: Submitter,
    receiver: Receiver,
}

/// Claims of one billing provider and payer, until they are given.
struct OpenSet<'e, C> {
    shared: Option<Shared>,
    billing: Option<BillingProvider>,
    payer: Option<Payer>,
    claims: Vec<C>,
    each: &'e mut dyn FnMut(ClaimSet<C>),
}

impl<C: Form> OpenSet<'_, C> {
    /// Adds a claim whose payer is named in segment `s` of the set that `st` opened.
    fn add<'a>(
        &mut self,
        cur: &mut Cursor<'a>,
        (st, s): (&Indexed<'a>, &Indexed<'a>),
        payer: Payer,
        claim: C,
    ) {
        let differs = self.payer.is_some_and(|first| first != payer);
        let is_full = self.claims.len() >= ClaimSet::<C>::MOST_CLAIMS;
        if differs && cur.manner == Manner::Ours {
            cur.note(s, 9, Reason::Differs("the payer of the set's first claim"));
        } else if differs || is_full {
            self.give();
        }
        if is_full {
            let (most, found) = (ClaimSet::<C>::MOST_CLAIMS, ClaimSet::<C>::MOST_CLAIMS + 1);
            cur.note(st, 0, Reason::Bounds { what: "claims", bounds: OutOfBounds { least: 1, most, found } });
        }
        self.payer.get_or_insert(payer);
        self.claims.push(claim);
    }

    /// Gives the claims there are, if all that they share could be read.
    fn give(&mut self) {
        let claims = Bounded::new(std::mem::take(&mut self.claims)).ok();
        let payer = self.payer.take();
        let (Some(shared), Some(claims), Some(payer), Some(billing)) =
            (&self.shared, claims, payer, self.billing.clone())
        else {
            return;
        };
        let Shared { control, batch, submitter, receiver } = *shared;
        (self.each)(ClaimSet {
            header: SetHeader { control, batch, submitter, receiver, billing, payer },
            claims,
        });
    }
}
