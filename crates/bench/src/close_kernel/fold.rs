//! By hand: the month in columns, sorted by patient, folded into units. It knows consents, stays and thresholds, and
//! says nothing of why.

use crate::population::patient::Patient;

/// What counts of each patient: from when until when, but for the stay.
struct Limits {
    from: i64,
    until: i64,
    stay: (i64, i64),
    is_complex: bool,
}

/// A month of many patients, one entry in each row.
#[derive(Default)]
pub struct Columns {
    patient: Vec<u32>,
    start: Vec<i64>,
    seconds: Vec<i32>,
    limits: Vec<Limits>,
}

/// 99490 with its add-ons, or 99487 with its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    pub staff: u8,
    pub staff_more: u8,
    pub complex: u8,
    pub complex_more: u8,
}

impl Columns {
    pub fn add(&mut self, patient: &Patient) {
        let second = |at: ccm::basics::Timestamp| at.as_second();
        let day = |date| second(crate::population::local(date, 0));
        let place = self.limits.len() as u32;
        self.limits.push(Limits {
            from: second(patient.consented_at),
            until: patient.revoked.map_or(i64::MAX, |(_, at)| second(at)),
            stay: patient.stay.map_or((0, 0), |(_, from, to)| (day(from), day(to) + 86_400)),
            is_complex: patient.attested.is_some(),
        });
        for entry in &patient.entries {
            self.patient.push(place);
            self.start.push(second(entry.start));
            self.seconds.push(entry.seconds as i32);
        }
    }

    /// Seconds summed by patient, and tiered.
    pub fn fold(&self) -> Vec<Units> {
        let mut sums = vec![0i64; self.limits.len()];
        for ((&patient, &start), &seconds) in self.patient.iter().zip(&self.start).zip(&self.seconds) {
            let limits = &self.limits[patient as usize];
            let end = start + i64::from(seconds);
            let (from, until) = (start.max(limits.from), end.min(limits.until));
            let away = (until.min(limits.stay.1) - from.max(limits.stay.0)).max(0);
            sums[patient as usize] += (until - from - away).max(0);
        }
        let tiered = sums.iter().zip(&self.limits).map(|(&seconds, limits)| tier(seconds, limits.is_complex));
        tiered.collect()
    }
}

fn tier(seconds: i64, is_complex: bool) -> Units {
    let more = |above: i64, each: i64, most: i64| ((seconds - above) / each).clamp(0, most) as u8;
    match seconds {
        3_600.. if is_complex => {
            Units { complex: 1, complex_more: more(3_600, 1_800, 9), ..Units::default() }
        }
        1_200.. => Units { staff: 1, staff_more: more(1_200, 1_200, 2), ..Units::default() },
        _ => Units::default(),
    }
}
