//! Who pays: Coverage.

use crate::bundle::{Chart, entry};
use crate::json::List;
use crate::patient::{Payer, Person};

/// Source of Payment Typology, kept by the National Association of Health Data Organizations.
const TYPOLOGY: &str = "https://nahdo.org/sopt";
/// Our extension: Medicaid pays what this patient would owe, who is never to be billed (PAY-06).
const QMB: &str = "urn:perennial:fhir:qualified-medicare-beneficiary";

pub(crate) fn write(list: &mut List, chart: &Chart, person: &mut Person) {
    let id = person.dice.uuid();
    let (code, kind, payor, member) = match person.payer {
        Payer::Medicare | Payer::MedicareQmb => ("121", "Medicare fee for service", "Medicare", &person.mbi),
        Payer::Advantage => ("111", "Medicare HMO", "Tamarack Advantage HMO", &person.member_id),
        Payer::Employer => ("512", "Employer plan", "Columbia Mills Employee Plan", &person.member_id),
    };
    entry(list, "Coverage", &id, None, |o| {
        let is_qmb = person.payer == Payer::MedicareQmb;
        if is_qmb || person.is_qmb_known {
            o.list("extension", |l| {
                l.object(|o| {
                    o.text("url", QMB);
                    o.flag("valueBoolean", is_qmb);
                });
            });
        }
        o.text("status", "active");
        o.named("type", &[(TYPOLOGY, code)], kind);
        o.text("subscriberId", member);
        o.reference("beneficiary", &chart.patient);
        o.status("relationship", "subscriber-relationship", "self");
        o.object("period", |o| {
            // Medicare begins with the month of the 65th birthday; the plans of this demo began with the year.
            if matches!(person.payer, Payer::Medicare | Payer::MedicareQmb) {
                o.plain("start", format_args!("{}-{:02}-01", person.birth.year() + 65, person.birth.month()));
            } else {
                o.text("start", "2026-01-01");
            }
        });
        o.list("payor", |l| l.object(|o| o.text("display", payor)));
    });
}
