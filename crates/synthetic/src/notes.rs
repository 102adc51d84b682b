//! What a contact's note says: a sentence or two, fitting who did it, what it was and what ails the patient.

use crate::conditions::Problem;
use crate::dice::Dice;

pub(crate) fn note(dice: &mut Dice, activity: &str, role: &str, problems: &[&'static Problem]) -> String {
    let problem = dice.pick(problems);
    let note = match (activity, role) {
        (_, "pharmacist") => dice.pick(PHARMACIST),
        ("record_review", _) => dice.pick(REVIEWS),
        ("care_plan", _) => dice.pick(PLANS),
        ("caregiver_call", _) => dice.pick(CAREGIVERS),
        ("voicemail", _) => {
            "No answer at the preferred hour; left a message with our number and nothing else."
        }
        ("discharge_call", _) => {
            "Home from the hospital and settled; discharge list compared with the pill box, one stopped drug set aside."
        }
        _ if problem.talks.is_empty() => {
            "Checked in by phone; no new complaint and nothing needed before the next call."
        }
        _ => dice.pick(problem.talks),
    };
    note.to_owned()
}

const PHARMACIST: &[&str] = &[
    "Compared the refill record with the list: all filled on time, no duplicates, doses fit the kidney function.",
    "Reviewed the list for interactions after the new prescription; advised taking the two tablets hours apart.",
    "Synchronized the refills to one pickup a month and sent the pharmacy the updated list.",
];

const REVIEWS: &[&str] = &[
    "Read the specialist's letter, updated the problem list and asked their office for the missing result.",
    "Went through the month's readings and laboratory values; one value passed on to the practitioner.",
    "Followed up the open referral: seen on the 11th, report requested by fax.",
];

const PLANS: &[&str] = &[
    "Updated goals and next steps in the care plan after this week's call; change routed for signature.",
    "Reviewed progress against each goal; walking goal met, salt goal carried over with a smaller step.",
];

const CAREGIVERS: &[&str] = &[
    "Spoke with the daughter, who has permission: appetite is back, and the pill box is filled through Sunday.",
    "Spouse asked about the ride benefit; gave the number and booked the first trip together.",
];
