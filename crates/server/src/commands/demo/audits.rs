//! An audit from outside, and the practice's own.

use anyhow::Result;
use app::Place;
use app::proof::{NewCase, draw_self_audit, give_access, open_case};
use ccm::access::Actor;
use synthetic::DeedKind;

use super::clinics::Stage;

impl Stage<'_> {
    /// A case opened, or a sample drawn.
    pub(super) async fn audits(&self, actor: &Actor, place: Place, what: &DeedKind) -> Result<()> {
        match what {
            DeedKind::AuditCase { mrns, month, due, auditor, through } => {
                let mut patients = Vec::new();
                for mrn in mrns {
                    patients.push(self.patient(place, mrn).await?);
                }
                let mut work = self.app.begin_read(actor, place).await?;
                let practice = work.practice_id()?;
                let claims = work.tx.claims_of(practice, month.parse()?, &patients).await?;
                drop(work);
                let mut list = String::from("Beneficiary;Claim number\n");
                for claim in claims.iter().chain(claims.first()) {
                    list.push_str(&format!("see record;{}\n", claim.number));
                }
                list.push_str("see record;NOTOURS2026091\n");
                let case = NewCase {
                    auditor: "M. Stroud, nurse reviewer".to_owned(),
                    authority: "Sample Medicare contractor".to_owned(),
                    reference: "ADR-2026-1013".to_owned(),
                    due_on: Some(*due),
                    list,
                };
                let case = open_case(self.app, actor, place, &case).await?;
                let person = self.person(place, auditor).await?;
                let until = self.zone.to_timestamp(through.tomorrow()?.at(0, 0, 0, 0))?;
                give_access(self.app, actor, place, case, person, until).await?;
            }
            DeedKind::SelfAudit { quarter, seed } => {
                let quarter = quarter.parse().map_err(app::Error::invalid)?;
                draw_self_audit(self.app, actor, place, quarter, Some(seed)).await?;
            }
            _ => {}
        }
        Ok(())
    }
}
