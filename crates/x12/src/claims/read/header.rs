//! What a set's claims share: who sends, who bills, who pays.

use crate::claims::{BillingProvider, Payer, ProviderName, Submitter, TaxId};
use crate::cursor::parts::{address, organization, person, taxonomy};
use crate::cursor::{Cursor, Name};
use crate::problem::Reason;
use crate::text::Code;
use crate::tokenizer::Indexed;

const BILLING: &[Name] =
    &[("NM1", "85"), ("N3", ""), ("N4", ""), ("REF", "EI"), ("REF", "SY"), ("NM1", "87"), ("NM1", "PE")];

pub(super) fn submitter(cur: &mut Cursor<'_>) -> Option<Submitter> {
    let who = organization(cur, "41", "46");
    let contact = cur.required("PER", "IC").and_then(|s| {
        // A contact without a name is the submitter itself.
        let contact = match who {
            Some((_, name, _)) if s.get(2).is_empty() => Some(name),
            _ => cur.text(&s, 2),
        };
        let (phone, email) = numbers(cur, &s);
        if phone.is_none() {
            cur.fixed(&s, 3, "TE");
        }
        Some((contact?, phone?, email))
    });
    let ((_, name, id), (contact, phone, email)) = (who?, contact?);
    Some(Submitter { name, id, contact, phone, email })
}

/// PER03 to PER08: pairs of a kind and a number. Ours has a telephone, then perhaps an address for mail.
fn numbers<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> (Option<Code<20>>, Option<Code<80>>) {
    let (mut phone, mut email, mut taken) = (None, None, vec![1, 2]);
    for kind in [3, 5, 7] {
        match s.get(kind) {
            b"TE" if phone.is_none() => phone = cur.code(s, kind + 1),
            b"EM" if email.is_none() && phone.is_some() => email = cur.code(s, kind + 1),
            _ => continue,
        }
        taken.extend([kind, kind + 1]);
    }
    cur.only(s, &taken);
    (phone, email)
}

/// From its HL, which is the `number`th.
pub(super) fn billing_provider(
    cur: &mut Cursor<'_>,
    number: u64,
    may_bill_alone: bool,
) -> Option<BillingProvider> {
    if let Some(s) = cur.required("HL", "") {
        cur.only(&s, &[1, 3, 4]);
        cur.counted(&s, number);
        cur.fixed(&s, 3, "20");
        cur.fixed(&s, 4, "1");
    }
    cur.expect(BILLING);
    let taxonomy = taxonomy(cur, "BI");
    let name = cur.required("NM1", "85").and_then(|s| {
        cur.assumed(&s, 8, "XX");
        let npi = cur.code(&s, 9);
        let name = match s.get(2) {
            b"1" if may_bill_alone => {
                cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
                person(cur, &s).map(ProviderName::Person)
            }
            b"2" => {
                cur.only(&s, &[1, 2, 3, 8, 9]);
                cur.text(&s, 3).map(ProviderName::Organization)
            }
            _ => {
                cur.note(&s, 2, Reason::Expected(if may_bill_alone { "1 or 2" } else { "2" }));
                None
            }
        };
        Some((name?, npi?, s))
    });
    let address = self::address(cur);
    let tax_id = cur.one_of("REF", &["EI", "SY"]);
    if tax_id.is_none() {
        cur.missing("REF", "EI");
    }
    let tax_id = tax_id.and_then(|s| {
        cur.only(&s, &[1, 2]);
        let number = cur.code(&s, 2)?;
        Some(if s.get(1) == b"EI" { TaxId::Employer(number) } else { TaxId::SocialSecurity(number) })
    });
    let pay_to = cur.optional("NM1", "87").and_then(|s| {
        cur.only(&s, &[1, 2]);
        if name.is_some_and(|(_, _, billing)| billing.get(2) != s.get(2)) {
            cur.unread(&s, 2, 0, Reason::Differs("NM102 of the billing provider"));
        }
        self::address(cur)
    });
    let ((name, npi, _), address, tax_id) = (name?, address?, tax_id?);
    Some(BillingProvider { name, npi, taxonomy, tax_id, address, pay_to })
}

/// A payer as one claim names it, and where.
pub(super) fn payer<'a>(cur: &mut Cursor<'a>) -> Option<(Indexed<'a>, Payer)> {
    organization(cur, "PR", "PI").map(|(s, name, id)| (s, Payer { name, id }))
}
