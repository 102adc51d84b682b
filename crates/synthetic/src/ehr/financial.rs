//! What a visit cost: Claim and ExplanationOfBenefit, as a payer's feed tells it.

use super::clinical::{VISIT, place};
use super::life::{Life, Visit, entry};
use crate::fhir::{CVX, Coding, RXNORM, SNOMED};
use crate::json::{List, Object};
use crate::medications::Medication;

const CLAIM_TYPE: &str = "http://terminology.hl7.org/CodeSystem/claim-type";
const ADJUDICATION: &str = "https://synthetic.example/adjudication";

pub(super) fn pharmacy_claim(
    l: &mut List,
    life: &mut Life,
    visit: &Visit,
    request: &str,
    medication: &Medication,
) {
    let id = life.next_id();
    let cents = 400 + life.dice.below(30_000);
    entry(l, "Claim", &id, None, |o| {
        head(o, life, visit, "pharmacy");
        o.object("prescription", |o| o.text("reference", request));
        insurance(o);
        o.list("item", |l| {
            item(l, 1, (RXNORM, medication.rxnorm, medication.name), visit, |_| {});
        });
        money(o, "total", cents);
    });
}

pub(super) fn visit_claim(l: &mut List, life: &mut Life, visit: &Visit) {
    let (claim, benefit) = (life.next_id(), life.next_id());
    let cents = 7_000 + life.dice.below(60_000);
    entry(l, "Claim", &claim, None, |o| {
        head(o, life, visit, "professional");
        place(o, "facility", life);
        supporting(o, visit);
        insurance(o);
        o.list("item", |l| {
            for (sequence, service) in services(visit).into_iter().enumerate() {
                item(l, sequence + 1, service, visit, |_| {});
            }
        });
        money(o, "total", cents);
    });
    explanation(l, life, visit, (&claim, &benefit), cents);
}

fn explanation(l: &mut List, life: &Life, visit: &Visit, (claim, benefit): (&str, &str), cents: u32) {
    entry(l, "ExplanationOfBenefit", benefit, None, |o| {
        contained(o, life);
        o.list("identifier", |l| {
            l.object(|o| {
                o.text("system", "https://synthetic.example/claim");
                o.text("value", claim);
            });
        });
        head(o, life, visit, "professional");
        o.object("insurer", |o| o.text("display", "Medicare"));
        o.reference("referral", "#referral");
        place(o, "facility", life);
        o.object("claim", |o| o.plain("reference", format_args!("urn:uuid:{claim}")));
        o.text("outcome", "complete");
        o.list("careTeam", |l| {
            l.object(|o| {
                o.number("sequence", 1);
                o.reference("provider", &life.provider.practitioner_reference());
                let role = "http://terminology.hl7.org/CodeSystem/claimcareteamrole";
                o.concept("role", &[(role, "primary", "Primary provider")]);
            });
        });
        supporting(o, visit);
        o.list("insurance", |l| {
            l.object(|o| {
                o.flag("focal", true);
                o.reference_named("coverage", "#coverage", "Medicare");
            });
        });
        o.list("item", |l| {
            let services = services(visit);
            let each = cents / services.len() as u32;
            for (sequence, service) in services.into_iter().enumerate() {
                item(l, sequence + 1, service, visit, |o| {
                    priced(o, visit);
                    adjudicated(o, each);
                });
            }
        });
        o.list("total", |l| {
            l.object(|o| {
                let total = "http://terminology.hl7.org/CodeSystem/adjudication";
                o.concept("category", &[(total, "submitted", "Submitted amount")]);
                money(o, "amount", cents);
            });
        });
        o.object("payment", |o| money(o, "amount", cents * 4 / 5));
    });
}

fn contained(o: &mut Object, life: &Life) {
    let practitioner = life.provider.practitioner_reference();
    o.list("contained", |l| {
        l.object(|o| {
            o.text("resourceType", "ServiceRequest");
            o.text("id", "referral");
            o.text("status", "completed");
            o.text("intent", "order");
            o.reference("subject", &life.patient);
            o.reference("requester", &practitioner);
            o.list("performer", |l| l.reference(&practitioner));
        });
        l.object(|o| {
            o.text("resourceType", "Coverage");
            o.text("id", "coverage");
            o.text("status", "active");
            o.object("type", |o| o.text("text", "Medicare"));
            o.reference("beneficiary", &life.patient);
            o.list("payor", |l| l.object(|o| o.text("display", "Medicare")));
        });
    });
}

fn head(o: &mut Object, life: &Life, visit: &Visit, kind: &str) {
    o.text("status", "active");
    o.concept("type", &[(CLAIM_TYPE, kind, "")]);
    o.text("use", "claim");
    o.reference_named("patient", &life.patient, &life.name);
    o.object("billablePeriod", |o| {
        o.text("start", &visit.start);
        o.text("end", &visit.end);
    });
    o.text("created", &visit.end);
    o.reference_named("provider", &life.provider.organization_reference(), &life.provider.place);
    o.status("priority", "processpriority", "normal");
}

/// Diagnoses, procedures and immunizations, by reference. FHIR wants no empty lists.
fn supporting(o: &mut Object, visit: &Visit) {
    if !visit.conditions.is_empty() {
        referred(o, "diagnosis", "diagnosisReference", visit.conditions.iter());
    }
    if !visit.procedures.is_empty() {
        referred(
            o,
            "procedure",
            "procedureReference",
            visit.procedures.iter().map(|(reference, _)| reference),
        );
    }
    if !visit.immunizations.is_empty() {
        o.list("supportingInfo", |l| {
            for (sequence, (immunization, _)) in visit.immunizations.iter().enumerate() {
                l.object(|o| {
                    o.number("sequence", sequence + 1);
                    o.status("category", "claiminformationcategory", "info");
                    o.reference("valueReference", immunization);
                });
            }
        });
    }
}

fn referred<'a>(o: &mut Object, list: &str, key: &str, references: impl Iterator<Item = &'a String>) {
    o.list(list, |l| {
        for (sequence, reference) in references.enumerate() {
            l.object(|o| {
                o.number("sequence", sequence + 1);
                o.reference(key, reference);
            });
        }
    });
}

/// The visit itself, then what was done and given at it.
fn services(visit: &Visit) -> Vec<Coding<'static>> {
    let mut services = vec![VISIT];
    services.extend(visit.procedures.iter().map(|(_, act)| (SNOMED, act.code, act.name)));
    services.extend(visit.immunizations.iter().map(|&(_, (code, name))| (CVX, code, name)));
    services
}

fn item(l: &mut List, sequence: usize, service: Coding, visit: &Visit, more: impl FnOnce(&mut Object)) {
    l.object(|o| {
        o.number("sequence", sequence);
        o.concept("productOrService", &[service]);
        o.list("encounter", |l| l.reference(&visit.encounter));
        more(o);
    });
}

fn priced(o: &mut Object, visit: &Visit) {
    o.concept("category", &[("https://synthetic.example/service", "1", "Medical care")]);
    o.object("servicedPeriod", |o| {
        o.text("start", &visit.start);
        o.text("end", &visit.end);
    });
    let place = "http://terminology.hl7.org/CodeSystem/ex-serviceplace";
    o.concept("locationCodeableConcept", &[(place, "11", "Office")]);
}

fn adjudicated(o: &mut Object, cents: u32) {
    let parts: [(&str, &str, u32); 6] = [
        ("coinsurance", "Coinsurance owed on this line", cents / 5),
        ("paid-to-provider", "Paid to the provider for this line", cents * 4 / 5),
        ("submitted", "Charge submitted for this line", cents),
        ("allowed", "Charge allowed for this line", cents),
        ("deductible", "Deductible taken from this line", 0),
        ("sequestration", "Reduction by sequestration", cents / 63),
    ];
    o.list("adjudication", |l| {
        for (code, words, cents) in parts {
            l.object(|o| {
                o.concept("category", &[(ADJUDICATION, code, words)]);
                money(o, "amount", cents);
            });
        }
    });
}

fn insurance(o: &mut Object) {
    o.list("insurance", |l| {
        l.object(|o| {
            o.number("sequence", 1);
            o.flag("focal", true);
            o.object("coverage", |o| o.text("display", "Medicare"));
        });
    });
}

fn money(o: &mut Object, key: &str, cents: u32) {
    o.object(key, |o| {
        o.number("value", format_args!("{}.{:02}", cents / 100, cents % 100));
        o.text("currency", "USD");
    });
}
