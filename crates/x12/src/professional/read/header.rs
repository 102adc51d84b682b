//! What a set's claims share: who sends, who bills, who pays.

use super::cursor::Cursor;
use super::parts::{address, organization, person, taxonomy};
use crate::problem::Reason;
use crate::professional::provider::{BillingProvider, Payer, ProviderName, Submitter, TaxId};

pub(super) fn submitter(cur: &mut Cursor<'_>) -> Option<Submitter> {
    let who = organization(cur, "41", "46");
    let contact = cur.required("PER", "IC").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 6]);
        cur.fixed(&s, 3, "TE");
        if !s.get(5).is_empty() || !s.get(6).is_empty() {
            cur.fixed(&s, 5, "EM");
        }
        let (contact, phone, email) = (cur.text(&s, 2), cur.code(&s, 4), cur.code_if(&s, 6));
        Some((contact?, phone?, email))
    });
    let ((_, name, id), (contact, phone, email)) = (who?, contact?);
    Some(Submitter { name, id, contact, phone, email })
}

pub(super) fn billing_provider(cur: &mut Cursor<'_>) -> Option<BillingProvider> {
    if let Some(s) = cur.required("HL", "") {
        cur.only(&s, &[1, 3, 4]);
        cur.fixed(&s, 1, "1");
        cur.fixed(&s, 3, "20");
        cur.fixed(&s, 4, "1");
    }
    let taxonomy = taxonomy(cur, "BI");
    let name = cur.required("NM1", "85").and_then(|s| {
        cur.fixed(&s, 8, "XX");
        let npi = cur.code(&s, 9);
        let name = match s.get(2) {
            b"1" => {
                cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
                person(cur, &s).map(ProviderName::Person)
            }
            b"2" => {
                cur.only(&s, &[1, 2, 3, 8, 9]);
                cur.text(&s, 3).map(ProviderName::Organization)
            }
            _ => {
                cur.note(&s, 2, Reason::Expected("1 or 2"));
                None
            }
        };
        Some((name?, npi?, s))
    });
    let address = self::address(cur);
    let tax_id = cur.required("REF", "").and_then(|s| {
        cur.only(&s, &[1, 2]);
        let number = cur.code(&s, 2);
        match s.get(1) {
            b"EI" => number.map(TaxId::Employer),
            b"SY" => number.map(TaxId::SocialSecurity),
            _ => {
                cur.note(&s, 1, Reason::Expected("EI or SY"));
                None
            }
        }
    });
    let pay_to = cur.optional("NM1", "87").and_then(|s| {
        cur.only(&s, &[1, 2]);
        if name.is_some_and(|(_, _, billing)| billing.get(2) != s.get(2)) {
            cur.note(&s, 2, Reason::Differs("NM102 of the billing provider"));
        }
        self::address(cur)
    });
    let ((name, npi, _), address, tax_id) = (name?, address?, tax_id?);
    Some(BillingProvider { name, npi, taxonomy, tax_id, address, pay_to })
}

/// A payer as one claim names it; all claims of a set name the same one.
pub(super) fn payer(cur: &mut Cursor<'_>, first: &mut Option<Payer>) {
    let Some((s, name, id)) = organization(cur, "PR", "PI") else { return };
    let found = Payer { name, id };
    if *first.get_or_insert(found) != found {
        cur.note(&s, 9, Reason::Differs("the payer of the set's first claim"));
    }
}
