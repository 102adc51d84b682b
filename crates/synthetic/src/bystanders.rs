//! People of the practice who are not in the program: some could be, most must not be found to be candidates.

use jiff::civil::date;

use crate::conditions::*;
use crate::patient::{Payer, Person, Standing};

/// Somebody whom the search for candidates must judge rightly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bystander {
    pub mrn: String,
    pub why: &'static str,
    /// Whether the record shows two chronic conditions and a Medicare that pays.
    pub candidate: bool,
}

pub(crate) struct Part {
    pub(crate) why: &'static str,
    pub(crate) candidate: bool,
    pub(crate) prepare: fn(&mut Person),
    /// The same human being as the bystander before, registered a second time.
    pub(crate) registered_twice: bool,
}

const fn part(why: &'static str, candidate: bool, prepare: fn(&mut Person)) -> Part {
    Part { why, candidate, prepare, registered_twice: false }
}

pub(crate) const PARTS: &[Part] = &[
    part("Prediabetes alone", false, |p| p.suffers(&[(&PREDIABETES, Standing::Active)])),
    part("A body mass index above 30 alone", false, |p| p.suffers(&[(&BODY_MASS, Standing::SnomedOnly)])),
    part("Anemia alone", false, |p| p.suffers(&[(&ANEMIA, Standing::Active)])),
    part("Prediabetes, body mass index and anemia together", false, |p| {
        p.suffers(&[
            (&PREDIABETES, Standing::SnomedOnly),
            (&BODY_MASS, Standing::SnomedOnly),
            (&ANEMIA, Standing::SnomedOnly),
        ]);
    }),
    part("One chronic condition", false, |p| p.suffers(&[(&HYPERTENSION, Standing::Active)])),
    part("A second condition that was entered in error", false, |p| {
        p.suffers(&[(&HYPERTENSION, Standing::Active), (&DIABETES, Standing::EnteredInError)]);
    }),
    part("A second condition that was refuted, a third resolved", false, |p| {
        p.suffers(&[
            (&LIPIDS, Standing::Active),
            (&LUNG, Standing::Refuted),
            (&DEPRESSION, Standing::Resolved),
        ]);
    }),
    part("Died last year", false, |p| {
        let day = date(2025, 11, 2);
        p.died_on = Some(day);
        p.visits.retain(|visit| visit.on < day);
    }),
    part("Still on the employer's plan, not on Medicare", false, |p| p.payer = Payer::Employer),
    part("Two chronic conditions, never asked", true, |_| {}),
    part("Two chronic conditions coded in SNOMED CT alone, never asked", true, |p| {
        p.suffers(&[(&HYPERTENSION, Standing::SnomedOnly), (&LIPIDS, Standing::SnomedOnly)]);
    }),
    part("Two chronic conditions; registered twice", true, |p| {
        p.suffers(&[(&CORONARY, Standing::Active), (&LUNG, Standing::Active)]);
    }),
    Part {
        why: "The second registration: the same Medicare number under another record number",
        candidate: false,
        prepare: |p| p.suffers(&[(&CORONARY, Standing::Active)]),
        registered_twice: true,
    },
    part("Diabetes and high blood pressure, speaks Spanish; to be invited", true, |p| {
        p.language = ("es-US", "Spanish");
        p.suffers(&[(&DIABETES, Standing::Active), (&HYPERTENSION, Standing::Active)]);
    }),
    part("Heart and lungs, Medicaid pays the share; to be invited", true, |p| {
        p.payer = Payer::MedicareQmb;
        p.suffers(&[(&CORONARY, Standing::Active), (&LUNG, Standing::Active)]);
    }),
    part("Diabetes and depression, on a plan; to be invited", true, |p| {
        p.payer = Payer::Advantage;
        p.suffers(&[(&DIABETES, Standing::Active), (&DEPRESSION, Standing::Active)]);
    }),
    part("Asthma and thinning bones; to be invited", true, |p| {
        p.suffers(&[(&ASTHMA, Standing::Active), (&OSTEOPOROSIS, Standing::Active)]);
    }),
    part("Knees and high blood pressure; to be invited", true, |p| {
        p.suffers(&[(&KNEES, Standing::Active), (&HYPERTENSION, Standing::Active)]);
    }),
    part("Heart rhythm and lipids, speaks Spanish; to be invited", true, |p| {
        p.language = ("es-US", "Spanish");
        p.suffers(&[(&ATRIAL_FIBRILLATION, Standing::Active), (&LIPIDS, Standing::Active)]);
    }),
    part("Kidneys and gout; to be invited", true, |p| {
        p.suffers(&[(&KIDNEY_3A, Standing::Active), (&GOUT, Standing::Active)]);
    }),
    part("Lungs and depression; to be invited", true, |p| {
        p.suffers(&[(&LUNG, Standing::Active), (&DEPRESSION, Standing::Active)]);
    }),
];
