//! A subscriber's level: whose claims follow, and as what they are asked.

use super::header::payer;
use crate::claims::{Coverage, Form, Payer, PayerOrder, Sex, Subscriber};
use crate::cursor::parts::{address, person};
use crate::cursor::{Cursor, Manner, Name};
use crate::problem::Reason;
use crate::text::whole;
use crate::tokenizer::Indexed;

const SUBSCRIBER: &[Name] =
    &[("SBR", ""), ("NM1", "IL"), ("N3", ""), ("N4", ""), ("DMG", ""), ("NM1", "PR"), ("CLM", "")];

/// Takes a claim, with its payer and the segment that names it.
type Take<'t, 'a, C> = &'t mut dyn FnMut(&mut Cursor<'a>, &Indexed<'a>, Payer, C);

/// Reads a subscriber's claims: ours has one. The HL is the `number`th, below the `parent`th.
pub(super) fn level<'a, C: Form>(cur: &mut Cursor<'a>, number: u64, parent: u64, take: Take<'_, 'a, C>) {
    cur.begin();
    let hl = cur.required("HL", "");
    if let Some(s) = hl {
        cur.only(&s, &[1, 2, 3, 4]);
        cur.counted(&s, number);
        if whole(s.get(2)) != Some(parent) {
            cur.note(&s, 2, Reason::Parent);
        }
        cur.fixed(&s, 3, "22");
        // The subscriber's own claims are here all the same.
        cur.assumed(&s, 4, "0");
    }
    cur.expect(SUBSCRIBER);
    let is_other = |sbr: &Indexed<'_>| sbr.segment().id() == b"SBR" && sbr.get(2) != b"18";
    if cur.manner == Manner::Foreign && cur.ahead().is_some_and(is_other) {
        // The patient is somebody else, who follows below.
        if let Some(s) = hl {
            cur.unread(&s, 0, 0, Reason::Unexpected);
        }
        return;
    }
    let coverage = coverage(cur);
    let subscriber = subscriber(cur);
    let payer = payer(cur);
    cur.expect(C::CLAIM);
    let head_is_refused = cur.is_refused();
    loop {
        cur.begin();
        let claim = C::take(cur, coverage.as_ref(), subscriber.as_ref());
        let is_whole = !head_is_refused && !cur.is_refused();
        if let (Some(claim), Some((s, payer)), true) = (claim, payer.as_ref(), is_whole) {
            take(cur, s, *payer, claim);
        }
        if cur.manner == Manner::Ours || !cur.is_at("CLM") {
            return;
        }
        cur.expect(C::CLAIM);
    }
}

fn coverage(cur: &mut Cursor<'_>) -> Option<Coverage> {
    let s = cur.required("SBR", "")?;
    cur.only(&s, &[1, 2, 5, 9]);
    cur.assumed(&s, 2, "18");
    let order = cur.value(&s, 1, "P, S or T", |bytes| match bytes {
        b"P" => Some(PayerOrder::Primary),
        b"S" => Some(PayerOrder::Secondary),
        b"T" => Some(PayerOrder::Tertiary),
        _ => None,
    });
    let (insurance_type, filing) = (cur.code_if(&s, 5), cur.code(&s, 9));
    Some(Coverage { order: order?, insurance_type, filing: filing? })
}

fn subscriber(cur: &mut Cursor<'_>) -> Option<Subscriber> {
    let who = cur.required("NM1", "IL").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
        cur.assumed(&s, 2, "1");
        cur.assumed(&s, 8, "MI");
        let (name, member_id) = (person(cur, &s), cur.code(&s, 9));
        Some((name?, member_id?))
    });
    let address = address(cur);
    let born = cur.required("DMG", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.fixed(&s, 1, "D8");
        let birth_date = cur.date(&s, 2);
        let sex = cur.value(&s, 3, "F, M or U", |bytes| match bytes {
            b"F" => Some(Sex::Female),
            b"M" => Some(Sex::Male),
            b"U" => Some(Sex::Unknown),
            _ => None,
        });
        Some((birth_date?, sex?))
    });
    let ((name, member_id), address, (birth_date, sex)) = (who?, address?, born?);
    Some(Subscriber { name, member_id, address, birth_date, sex })
}
