//! The numbers and lists of `billing-rules.md`, typed off the page with the paragraph beside each.
//!
//! They are a second copy on purpose: what `rules/` says wrongly, this says rightly, and the two disagree.

/// Minutes, in the seconds that ENG-05 sums.
pub const fn minutes(count: u64) -> u64 {
    count * 60
}

// Section 21, performer_role.
pub const PRACTITIONERS: &[&str] = &["md", "do", "np", "pa", "cns", "cnm"];
pub const CLINICAL_STAFF: &[&str] = &["rn", "lpn", "lvn", "ma", "lcsw", "pharmacist", "dietitian"];
pub const CARE_MANAGERS: &[&str] = &["care_manager"];
pub const COMMUNITY: &[&str] = &["chw", "navigator"];

/// CCM-BILL-01.
pub const BILLERS: &[&str] = &["md", "do", "cnm", "cns", "np", "pa"];

/// TIME-04 and section 21, `location_country`.
pub const INSIDE: &[&str] = &["US", "PR", "VI", "GU", "AS", "MP"];

/// Section 21, activity: counts, whatever the program.
pub const WORK: &[&str] = &[
    "phone_call_patient",
    "caregiver_call",
    "record_review",
    "care_plan",
    "discharge_call",
    "rpm_review_call",
    "rpm_data_review",
    "rpm_data_interpretation",
    "rtm_call",
    "bhi_followup",
    "cocm_session",
    "social_need_support",
    "navigation",
];

/// Of these, the ones that reach the patient or the caregiver, and the ones that are plan work (CCM-ACT-01).
pub const REACHES: &[&str] = &[
    "phone_call_patient",
    "caregiver_call",
    "discharge_call",
    "rpm_review_call",
    "rtm_call",
    "bhi_followup",
    "cocm_session",
    "social_need_support",
    "navigation",
    "in_person_staff",
];
pub const PLAN_WORK: &[&str] = &["care_plan", "record_review"];

/// Section 21, stay type.
pub const FACILITY: &[&str] = &["inpatient", "snf_part_a"];
pub const NO_FACILITY: &[&str] = &["observation", "nursing_facility_residence"];

/// CONSENT-02: the content of the talk.
pub const CONSENT_CONTENT: &[&str] =
    &["service_available", "cost_sharing", "one_practitioner", "stop_any_time"];

/// PLAN-01: the elements that CMS lists.
pub const PLAN_ELEMENTS: &[&str] = &[
    "problem_list",
    "prognosis",
    "goals",
    "assessment",
    "symptom_management",
    "interventions",
    "medication_management",
    "caregiver_assessment",
    "community_services",
    "coordination",
    "review_schedule",
];

/// The codes of each group that this evaluator answers for.
pub const CCM: &[&str] = &["99490", "99439", "99487", "99489", "99491", "99437"];
pub const PCM: &[&str] = &["99424", "99425", "99426", "99427"];
pub const RPM: &[&str] = &["99445", "99453", "99454", "99457", "99458", "99470", "99091"];
pub const SUPPLY: &[&str] = &["99454", "99445"];
pub const RTM: &[&str] =
    &["98975", "98976", "98977", "98978", "98979", "98980", "98981", "98984", "98985", "98986"];
pub const TCM: &[&str] = &["99495", "99496"];
pub const APCM: &[&str] = &["G0556", "G0557", "G0558"];

/// INIT-02: may start CCM or PCM.
pub fn initiates(code: &str) -> bool {
    let alone = ["99341", "99342", "99344", "99345", "G0438", "G0439", "G0402", "99495", "99496"];
    among(code, &[(99202, 99205), (99212, 99215), (99347, 99350)]) || alone.contains(&code)
}

/// Section 21, visit codes for TIME-06.
pub fn is_visit(code: &str) -> bool {
    let ranges = [
        (99202, 99205),
        (99211, 99215),
        (99221, 99223),
        (99231, 99236),
        (99238, 99239),
        (99242, 99245),
        (99252, 99255),
        (99281, 99285),
        (99304, 99310),
        (99315, 99316),
        (99341, 99342),
        (99344, 99345),
        (99347, 99350),
        (99381, 99387),
        (99391, 99397),
        (99483, 99483),
    ];
    among(code, &ranges) || ["G0402", "G0438", "G0439"].contains(&code)
}

/// CONC-23: care plan oversight and monthly dialysis.
pub fn is_oversight(code: &str) -> bool {
    ["G0181", "G0182"].contains(&code) || among(code, &[(90951, 90970)])
}

fn among(code: &str, ranges: &[(u32, u32)]) -> bool {
    code.parse().is_ok_and(|number: u32| ranges.iter().any(|&(low, high)| low <= number && number <= high))
}
