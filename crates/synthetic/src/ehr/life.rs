//! One life: the person, then visit after visit, then a Provenance that names everything written.

use jiff::ToSpan;
use jiff::civil::{DateTime, date};

use super::provider::Provider;
use super::{Shape, acts, clinical, documents, financial, person};
use crate::conditions::{PROFILES, Profile};
use crate::dice::Dice;
use crate::json::{List, Object, object};
use crate::names::{Name, Sex};

/// The bundles' people need no real zone: all of them keep Oregon's winter time.
const OFFSET: &str = "-08:00";

pub(super) struct Life {
    pub(super) dice: Dice,
    /// The Patient, as a reference.
    pub(super) patient: String,
    pub(super) name: String,
    pub(super) provider: Provider,
    pub(super) profile: Profile,
    pub(super) number: u32,
    pub(super) sex: Sex,
    pub(super) birth_year: i16,
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    pub(super) written: Vec<String>,
}

/// One visit and what it has left behind so far.
pub(super) struct Visit {
    /// The Encounter, as a reference.
    pub(super) encounter: String,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) day: String,
    pub(super) conditions: Vec<String>,
    pub(super) procedures: Vec<(String, &'static acts::Act)>,
    pub(super) immunizations: Vec<(String, acts::Vaccine)>,
}

impl Life {
    pub(super) fn new(seed: u64, number: u32, mut dice: Dice) -> Self {
        let sex = if dice.percent(54) { Sex::Female } else { Sex::Male };
        let name = Name::draw(&mut dice, sex);
        Self {
            patient: format!("urn:uuid:{}", dice.uuid()),
            name: format!("{} {}", name.given, name.family),
            provider: Provider::of(seed, number),
            profile: PROFILES[number as usize % PROFILES.len()],
            number,
            sex,
            birth_year: dice.between(1932, 1959) as i16,
            given: name.given,
            family: name.family,
            written: Vec::new(),
            dice,
        }
    }

    pub(super) fn tell(mut self, shape: &Shape) -> String {
        let guess = 40_000 + shape.encounters as usize * 14_000 + shape.observations as usize * 1_000;
        let mut out = String::with_capacity(guess + shape.prescriptions as usize * 2_600);
        object(&mut out, |o| {
            o.text("resourceType", "Bundle");
            o.text("type", "transaction");
            o.list("entry", |l| {
                person::write(l, &mut self);
                for place in 0..shape.encounters {
                    self.visit(l, shape, place);
                }
                documents::provenance(l, &mut self);
            });
        });
        out
    }

    /// A new id, remembered for the Provenance at the end.
    pub(super) fn next_id(&mut self) -> String {
        let id = self.dice.uuid();
        self.written.push(id.clone());
        id
    }

    pub(super) fn written(&mut self) -> Vec<String> {
        std::mem::take(&mut self.written)
    }

    fn visit(&mut self, l: &mut List, shape: &Shape, place: u32) {
        let share = |total: u32| total * (place + 1) / shape.encounters - total * place / shape.encounters;
        let mut visit = self.when(shape, place);
        clinical::encounter(l, self, &mut visit);
        for _ in 0..share(shape.conditions) {
            clinical::condition(l, self, &mut visit);
        }
        for _ in 0..share(shape.care_plans) {
            clinical::care_team_and_plan(l, self, &visit);
        }
        let measured: Vec<String> =
            (0..share(shape.observations)).map(|nth| clinical::observation(l, self, &visit, nth)).collect();
        for _ in 0..share(shape.procedures) {
            acts::procedure(l, self, &mut visit);
        }
        for _ in 0..share(shape.prescriptions) {
            let (request, medication) = acts::prescription(l, self, &visit);
            financial::pharmacy_claim(l, self, &visit, &request, medication);
        }
        for _ in 0..share(shape.immunizations) {
            acts::immunization(l, self, &mut visit);
        }
        for _ in 0..share(shape.supplies) {
            acts::supply(l, self, &visit);
        }
        for _ in 0..share(shape.images) {
            acts::image(l, self, &visit);
        }
        for _ in 0..share(shape.laboratory_reports) {
            documents::laboratory_report(l, self, &visit, &measured);
        }
        documents::note(l, self, &visit);
        financial::visit_claim(l, self, &visit);
    }

    /// Visits are spread evenly over the twenty years before the spring of 2026.
    fn when(&mut self, shape: &Shape, place: u32) -> Visit {
        let between = (20 * 365 / shape.encounters.max(1)) as i32;
        let days_ago = (shape.encounters - place) as i32 * between - self.dice.between(0, between / 2);
        let day = date(2026, 5, 1).saturating_sub(days_ago.days());
        let start = day.at(self.dice.between(8, 16) as i8, self.dice.between(0, 44) as i8, 27, 0);
        Visit {
            encounter: String::new(),
            start: stamp(start),
            end: stamp(start.saturating_add(15.minutes())),
            day: day.to_string(),
            conditions: Vec::new(),
            procedures: Vec::new(),
            immunizations: Vec::new(),
        }
    }
}

/// One entry of the bundle; `profile` is the last word of the US Core profile it claims.
pub(super) fn entry(
    l: &mut List,
    kind: &str,
    id: &str,
    profile: Option<&str>,
    resource: impl FnOnce(&mut Object),
) {
    l.object(|o| {
        o.plain("fullUrl", format_args!("urn:uuid:{id}"));
        o.object("resource", |o| {
            o.text("resourceType", kind);
            o.text("id", id);
            if let Some(profile) = profile {
                o.profile(&format!("http://hl7.org/fhir/us/core/StructureDefinition/us-core-{profile}"));
            }
            resource(o);
        });
        o.object("request", |o| {
            o.text("method", "POST");
            o.text("url", kind);
        });
    });
}

fn stamp(at: DateTime) -> String {
    format!("{at}{OFFSET}")
}
