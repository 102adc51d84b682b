//! The care around the plan of the month that runs, by the use cases of its pages.

use anyhow::{Context, Result};
use app::{Place, care};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::access_call::AccessWords;
use ccm::care::{
    CallLine, DirectoryListing, LoopStep, NewAccessCall, NewAppointment, NewReferral, NewShifts, Urgency,
};
use synthetic::AroundDeed;

use super::clinics::Stage;

impl Stage<'_> {
    pub(super) async fn around(
        &self,
        actor: &Actor,
        place: Place,
        patient: Option<PatientId>,
        what: &AroundDeed,
    ) -> Result<()> {
        let app = self.app;
        match what {
            AroundDeed::Listed { entry } => {
                let listing = DirectoryListing {
                    name: entry.name.to_owned(),
                    kind: entry.kind.to_owned(),
                    phone: entry.phone.to_owned(),
                    hours: entry.hours.to_owned(),
                    languages: entry.languages.to_owned(),
                    cost: entry.cost.to_owned(),
                    area: entry.area.to_owned(),
                    verified_on: entry.verified_on,
                    is_retired: false,
                };
                care::keep_listing(app, actor, place, None, listing).await?;
            }
            AroundDeed::OnCall { who, line, days, hours, phone } => {
                let new = NewShifts {
                    person: self.person(place, who).await?,
                    line: CallLine::from_word(line).context("a line")?,
                    first: days.0,
                    last: days.1,
                    begins: hours.0,
                    ends: hours.1,
                    phone: (*phone).to_owned(),
                };
                care::add_shifts(app, actor, place, new).await?;
            }
            AroundDeed::Referred { to, why, urgency } => {
                let known = care::directory(app, actor, place).await?;
                let new = NewReferral {
                    to: (*to).to_owned(),
                    entry: known.iter().find(|one| one.listing.name == *to).map(|one| one.id),
                    why: (*why).to_owned(),
                    urgency: Urgency::from_word(urgency).context("an urgency")?,
                    asked_by: actor.person().context("a person")?,
                };
                care::refer(app, actor, place, patient.context("a patient")?, new).await?;
            }
            AroundDeed::Stepped { step, on, reason } => {
                let all = care::referrals_of(app, actor, place, patient.context("a patient")?).await?;
                let newest = all.into_iter().find(|one| one.state.is_open()).context("an open referral")?;
                let step = match (*step, *on) {
                    ("accepted", on) => LoopStep::Accepted { on },
                    ("seen", Some(on)) => LoopStep::Seen { on },
                    _ => LoopStep::NoShow { reason: (*reason).to_owned() },
                };
                care::step_referral(app, actor, place, newest.id, newest.seen, step).await?;
            }
            AroundDeed::Arranged { with, kind, on } => {
                let at = self.zone.to_timestamp(*on)?;
                let new = NewAppointment { with: (*with).to_owned(), kind: (*kind).to_owned(), at };
                care::arrange(app, actor, place, patient.context("a patient")?, new).await?;
            }
            AroundDeed::Called { asked, answered, caller, disposition } => {
                let new = NewAccessCall {
                    called_at: app.now(),
                    caller: (*caller).to_owned(),
                    disposition: (*disposition).to_owned(),
                    words: AccessWords { asked: (*asked).to_owned(), answered: (*answered).to_owned() },
                    replaces: None,
                };
                care::answer_call(app, actor, place, patient.context("a patient")?, new).await?;
            }
            AroundDeed::HandedOver { to, note } => {
                let to = self.person(place, to).await?;
                care::hand_over(app, actor, place, to, None, note).await?;
            }
        }
        Ok(())
    }
}
