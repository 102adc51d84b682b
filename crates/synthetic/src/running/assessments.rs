//! Assessments that were asked or typed in: a depression that gets better, pain, a red flag that was answered, and one that
//! is begun.

use jiff::civil::{Date, date};

use super::deeds::{Deed, DeedKind};

/// What a frequency is called by its points.
const HOW_OFTEN: [&str; 4] = ["not_at_all", "several_days", "more_than_half", "nearly_every_day"];

const PHQ_9: [&str; 9] = [
    "interest",
    "low",
    "sleep",
    "tired",
    "appetite",
    "failure",
    "concentration",
    "slow_or_restless",
    "self_harm",
];

fn phq_9(points: [usize; 9]) -> Vec<(&'static str, &'static str)> {
    PHQ_9.into_iter().zip(points.map(|points| HOW_OFTEN[points])).collect()
}

fn pain(
    strength: &'static str,
    joy: &'static str,
    activity: &'static str,
) -> Vec<(&'static str, &'static str)> {
    vec![("strength", strength), ("joy", joy), ("activity", activity)]
}

/// In their order; `patient` names an ordinary patient by place.
pub(super) fn assessments(patient: impl Fn(usize) -> String) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let mut minute = 0;
    let mut asked = |place: usize, instrument, on: Date, way, answers: Vec<_>, is_kept| {
        let what = DeedKind::Assess { mrn: patient(place), instrument, on, way, answers, is_kept };
        deeds.push(Deed { at: date(2026, 10, 9).at(10, minute, 0, 0), as_login: "whitehorse", what });
        minute += 1;
    };
    // From paper, as the visits of the summer left it; the last by telephone.
    asked(2, "phq_9", date(2026, 7, 14), "in_person", phq_9([2, 3, 2, 2, 2, 2, 2, 1, 0]), true);
    asked(2, "phq_9", date(2026, 8, 18), "in_person", phq_9([2, 2, 1, 2, 1, 2, 1, 1, 0]), true);
    asked(2, "phq_9", date(2026, 10, 9), "phone", phq_9([1, 1, 1, 2, 0, 1, 0, 0, 0]), true);
    asked(3, "pain", date(2026, 7, 2), "alone", pain("7", "7", "8"), true);
    asked(3, "pain", date(2026, 9, 3), "alone", pain("5", "4", "6"), true);
    asked(
        4,
        "phq_2",
        date(2026, 10, 9),
        "phone",
        vec![("interest", HOW_OFTEN[2]), ("low", HOW_OFTEN[1])],
        true,
    );
    let areas = [
        ("health", "fair"),
        ("washing", "alone"),
        ("moving", "alone"),
        ("meals", "helped"),
        ("money", "alone"),
        ("medicines", "alone"),
        ("hearing", "yes"),
        ("bladder", "no"),
        ("activity", "some"),
        ("tobacco", "no"),
        ("alcohol", "none"),
        ("alone", "yes"),
        ("wishes", "yes"),
    ];
    asked(5, "hra", date(2026, 10, 9), "phone", areas.to_vec(), true);
    asked(5, "falls", date(2026, 10, 9), "phone", vec![("fell", "no"), ("unsteady", "no")], false);
    asked(1, "phq_9", date(2026, 10, 9), "phone", phq_9([1, 2, 1, 1, 0, 1, 1, 0, 1]), true);
    let advice =
        "Spoke with the patient: passing thoughts, no plan, the daughter is there. Visit tomorrow at nine.";
    let what = DeedKind::Settle { mrn: patient(1), advice, disposition: "visit_booked" };
    deeds.push(Deed { at: date(2026, 10, 9).at(10, 40, 0, 0), as_login: "adeyemi", what });
    deeds
}
