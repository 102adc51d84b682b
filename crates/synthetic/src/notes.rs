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
    "Looked for a cheaper inhaler on the plan's list; the practitioner agreed to the change.",
    "Checked the over-the-counter list the patient read out; asked to leave off the sleep aid.",
];

const REVIEWS: &[&str] = &[
    "Read the specialist's letter, updated the problem list and asked their office for the missing result.",
    "Went through the month's readings and laboratory values; one value passed on to the practitioner.",
    "Followed up the open referral: seen last week, report requested by fax.",
    "Compared the hospital's portal with our list: no visit since the last call, vaccines brought up to date.",
    "Read the eye clinic's report and entered the result; next exam set for the coming year.",
    "Prepared the next call: two overdue checks found, orders sent to the practitioner to sign.",
    "Home health note read; therapy goals match ours, so nothing had to change.",
    "Answered the supplier's question about the test strips and confirmed the delivery.",
];

const PLANS: &[&str] = &[
    "Updated goals and next steps in the care plan after this week's call; change routed for signature.",
    "Reviewed progress against each goal; walking goal met, salt goal carried over with a smaller step.",
    "Added the after-hours steps the family asked for, in large print, and listed who does what.",
    "Reworked the medication part of the plan after the list changed; sent it to the specialist as well.",
];

const CAREGIVERS: &[&str] = &[
    "Spoke with the daughter, who has permission: appetite is back, and the pill box is filled through Sunday.",
    "Spouse asked about the ride benefit; gave the number and booked the first trip together.",
    "The son will come along to the next visit; went over what to watch for and when to call.",
    "Caregiver sounds tired; told her about respite hours at the senior center and sent the form.",
];
