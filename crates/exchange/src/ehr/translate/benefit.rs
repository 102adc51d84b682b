//! Coverage that only claims speak of: older senders have no Coverage of its own, but name the payer on every claim
//! and explanation of benefit, in words or in a contained Coverage.

use std::collections::BTreeMap;

use app::people::incoming::{IncomingCoverage, Origin};
use ccm::basics::Date;
use fhir::{ClaimUse, FinancialStatus, Insurance, Resource, Target};
use sha2::{Digest, Sha256};

use super::coverage;
use super::directory::Directory;

/// The payers that a patient's claims name.
#[derive(Default)]
pub(super) struct Payers(BTreeMap<String, Days>);

/// The days of a coverage as far as every mention agrees on them.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Days {
    from: Option<Date>,
    until: Option<Date>,
}

impl Payers {
    /// Hears a claim or an explanation of benefit; others pass by.
    pub fn hear(&mut self, resource: &Resource<'_>, directory: &Directory) {
        let (status, use_, insurance, contained) = match resource {
            Resource::Claim(it) => (it.status, it.use_, &it.insurance, &it.contained),
            Resource::ExplanationOfBenefit(it) => (it.status, it.use_, &it.insurance, &it.contained),
            _ => return,
        };
        let counts = matches!(status, Some(FinancialStatus::Active) | None)
            && matches!(use_, Some(ClaimUse::Claim) | None);
        if counts {
            insurance.iter().for_each(|insurance| self.hear_insurance(insurance, contained, directory));
        }
    }

    fn hear_insurance(
        &mut self,
        insurance: &Insurance<'_>,
        contained: &[Resource<'_>],
        directory: &Directory,
    ) {
        let Some(reference) = &insurance.coverage else { return };
        let displayed = reference.display.as_deref();
        match reference.target() {
            Target::Contained { id } => {
                let inner = contained.iter().find(|resource| resource.id() == Some(id));
                if let Some(Resource::Coverage(inner)) = inner {
                    let counts = matches!(inner.status, Some(FinancialStatus::Active) | None);
                    let (from, until) = coverage::days(inner.period.as_ref());
                    let name = coverage::payer(inner, directory);
                    if let (true, Some(name)) = (counts, name.as_deref().or(displayed)) {
                        self.add(name, Days { from, until });
                    }
                }
            }
            Target::Display => {
                if let Some(name) = displayed {
                    self.add(name, Days { from: None, until: None });
                }
            }
            // A Coverage that stands on its own speaks for itself.
            _ => {}
        }
    }

    fn add(&mut self, name: &str, days: Days) {
        let name = name.trim();
        match self.0.get_mut(name) {
            Some(known) if *known != days => *known = Days { from: None, until: None },
            Some(_) => {}
            None if name.is_empty() => {}
            None => drop(self.0.insert(name.to_owned(), days)),
        }
    }

    /// One coverage for each payer; its id is `eob:` and the payer's name.
    pub fn coverages(self) -> Vec<IncomingCoverage> {
        let one = |(name, Days { from, until }): (String, Days)| {
            let source_id = format!("eob:{name}");
            let said = format!("{source_id} {from:?} {until:?}");
            let sha256 = Sha256::digest(said).into();
            IncomingCoverage {
                origin: Origin { source_id, last_updated: None, sha256 },
                status: FinancialStatus::Active.as_str().to_owned(),
                payer_name: Some(name),
                type_code: None,
                mbi: None,
                from,
                until,
                qmb: None,
            }
        };
        self.0.into_iter().map(one).collect()
    }
}
