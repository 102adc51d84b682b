//! Every address of a page, written once.
//!
//! Endpoints are things, not verbs. An address holds ids and never a name, a birth date or a diagnosis: addresses end up
//! in histories, logs and headers.

use app::access::InvitationToken;
use ccm::basics::{
    AccessCallId, AppointmentId, AssessmentId, AuditCaseId, CallId, CarePlanId, CaseAccessId, ClaimFileId,
    ClaimId, ConsentId, DirectoryEntryId, EscalationId, HandoverId, IdentityId, LetterId, NoteId, PasskeyId,
    PatientId, PersonId, ReferralId, RoleId, SampleId, ServiceMonth, SessionId, ShiftId, TaskId, TimeEntryId,
};
use ccm::enrollment::Program;

pub const HOME: &str = "/";
pub const FILES: &str = "/files/{path}";
pub const HEALTH: &str = "/health";
pub const READY: &str = "/ready";
pub const LIVE: &str = "/live";
pub const THEME: &str = "/preferences/theme";
pub const LANGUAGE: &str = "/preferences/language";
pub const TODAY: &str = "/today";
pub const PATIENTS: &str = "/patients";
pub const CHART: &str = "/patients/{id}";
pub const PRACTICES: &str = "/practices";
pub const PRACTICE: &str = "/practice";
pub const SIGN_IN: &str = "/sign-in";
pub const SECOND_FACTOR: &str = "/sign-in/second-factor";
pub const DEMO_SIGN_IN: &str = "/sign-in/demo";
pub const SIGN_OUT: &str = "/sign-out";
pub const FIRST: &str = "/first-administrator";
pub const INVITATION: &str = "/invitations/{token}";
pub const SESSIONS: &str = "/sessions";
pub const SESSION_REVOCATION: &str = "/sessions/{id}/revocation";
pub const STEP_UP: &str = "/step-up";
pub const FACTORS: &str = "/second-factors";
pub const TOTP: &str = "/second-factors/one-time-codes";
pub const TOTP_CONFIRMATION: &str = "/second-factors/one-time-codes/confirmation";
pub const PATIENT_CALL: &str = "/patients/{id}/call";
pub const PATIENT_CALLS: &str = "/patients/{id}/calls";
pub const PATIENT_ESCALATIONS: &str = "/patients/{id}/escalations";
pub const PATIENT_TASKS: &str = "/patients/{id}/tasks";
pub const PATIENT_ASSESSMENTS: &str = "/patients/{id}/assessments";
pub const ASSESSMENT: &str = "/assessments/{id}";
pub const ASSESSMENT_RECORD: &str = "/assessments/{id}/record";
pub const PLAN: &str = "/patients/{id}/plan";
pub const PLAN_DRAFT: &str = "/patients/{id}/plan/draft";
pub const PLAN_VERSIONS: &str = "/patients/{id}/plan/versions";
pub const PLAN_VERSION: &str = "/patients/{id}/plan/versions/{plan}";
pub const PLAN_APPROVAL: &str = "/patients/{id}/plan/versions/{plan}/approval";
pub const PLAN_SIGNATURE: &str = "/patients/{id}/plan/versions/{plan}/signature";
pub const PLAN_RETURN: &str = "/patients/{id}/plan/versions/{plan}/return";
pub const PLAN_COPIES: &str = "/patients/{id}/plan/versions/{plan}/copies";
pub const PLAN_PRINT: &str = "/patients/{id}/plan/versions/{plan}/print";
pub const PLAN_PDF: &str = "/patients/{id}/plan/versions/{plan}/print.pdf";
pub const PLANS: &str = "/care-plans";
pub const CALL: &str = "/calls/{id}";
pub const CALL_SIGNATURE: &str = "/calls/{id}/signature";
pub const NOTE: &str = "/notes/{id}";
pub const NOTE_ADDENDA: &str = "/notes/{id}/addenda";
pub const ESCALATIONS: &str = "/escalations";
pub const ESCALATION: &str = "/escalations/{id}";
pub const ESCALATION_NOTIFICATIONS: &str = "/escalations/{id}/notifications";
pub const ESCALATION_ACKNOWLEDGMENT: &str = "/escalations/{id}/acknowledgment";
pub const ESCALATION_ANSWERS: &str = "/escalations/{id}/answers";
pub const ESCALATION_DISPOSITION: &str = "/escalations/{id}/disposition";
pub const ESCALATION_REASSIGNMENTS: &str = "/escalations/{id}/reassignments";
pub const TASKS: &str = "/tasks";
pub const TASK_STEPS: &str = "/tasks/{id}/steps";
pub const REFERRALS: &str = "/referrals";
pub const REFERRAL: &str = "/referrals/{id}";
pub const REFERRAL_STEPS: &str = "/referrals/{id}/steps";
pub const PATIENT_REFERRALS: &str = "/patients/{id}/referrals";
pub const PATIENT_APPOINTMENTS: &str = "/patients/{id}/appointments";
pub const APPOINTMENT_STEPS: &str = "/appointments/{id}/steps";
pub const DIRECTORY: &str = "/directory";
pub const NEW_DIRECTORY_ENTRY: &str = "/directory/new";
pub const DIRECTORY_ENTRY: &str = "/directory/{id}";
pub const ON_CALL: &str = "/on-call";
pub const ON_CALL_SHIFTS: &str = "/on-call/shifts";
pub const SHIFT_WITHDRAWAL: &str = "/on-call/shifts/{id}/withdrawal";
pub const ACCESS_LOG: &str = "/on-call/log";
pub const PATIENT_ACCESS_CALLS: &str = "/patients/{id}/access-calls";
pub const HANDOVERS: &str = "/handovers";
pub const HANDOVER: &str = "/handovers/{id}";
pub const HANDOVER_ACCEPTANCE: &str = "/handovers/{id}/acceptance";
pub const CASELOADS: &str = "/caseloads";
pub const CASELOAD_MOVES: &str = "/caseloads/moves";
pub const WRAP_UP: &str = "/wrap-up";
pub const PANEL: &str = "/panel";
pub const OWN_TIME: &str = "/own-time";
pub const SUPERVISION: &str = "/supervision";
pub const SUPERVISION_SAMPLES: &str = "/supervision/samples";
pub const SUPERVISION_NOTE: &str = "/supervision/{id}/{item}";
pub const SUPERVISION_TERMS: &str = "/settings/supervision";
pub const COMPLEXITY_NOW: &str = "/patients/{id}/complexity";
pub const COMPLEXITY: &str = "/patients/{id}/complexity/{month}";
pub const COMPLEXITY_REQUESTS: &str = "/patients/{id}/complexity/{month}/requests";
pub const WEEK: &str = "/week";
pub const NOTEPAD: &str = "/notepad";
pub const ENROLLMENT: &str = "/enrollment";
pub const OUTREACH_QUEUE: &str = "/enrollment/queue";
pub const OUTREACH_CLAIMS: &str = "/enrollment/claims";
pub const OUTREACH_FIGURES: &str = "/enrollment/figures";
pub const OUTREACH: &str = "/patients/{id}/outreach/{program}";
pub const OUTREACH_ATTEMPTS: &str = "/patients/{id}/outreach/{program}/attempts";
pub const NEW_CONSENT: &str = "/patients/{id}/outreach/{program}/consent";
pub const PROGRAM_START: &str = "/patients/{id}/outreach/{program}/start";
pub const INITIATING_VISIT: &str = "/patients/{id}/outreach/{program}/visit";
pub const CONTACT: &str = "/patients/{id}/contact";
pub const CONSENT_WORDS: &str = "/patients/{id}/consents";
pub const REFUSAL: &str = "/patients/{id}/consents/{program}/refusal";
pub const REVOCATION: &str = "/patients/{id}/consents/{program}/revocation";
pub const CONSENT_PROOF: &str = "/patients/{id}/consent-proofs/{consent}";
pub const LETTERS: &str = "/patients/{id}/letters";
pub const LETTER_DELIVERIES: &str = "/patients/{id}/letters/deliveries";
pub const LETTER_FILE: &str = "/patients/{id}/letters/{letter}/file";
pub const OUTREACH_TERMS: &str = "/settings/outreach";
pub const RECOVERY_CODES: &str = "/second-factors/recovery-codes";
pub const CLOCK: &str = "/clock";
pub const CLOCK_BAR: &str = "/clock/bar";
pub const CLOCK_START: &str = "/clock/start";
pub const CLOCK_BEAT: &str = "/clock/beat";
pub const CLOCK_ANSWER: &str = "/clock/answer";
pub const CLOCK_RESUMPTION: &str = "/clock/resumption";
pub const CLOCK_STOP: &str = "/clock/stop";
pub const CLOCK_JOURNAL: &str = "/clock/journal";
pub const STRETCH_ACTIVITY: &str = "/clock/stretches/{entry}/activity";
pub const BESIDE: &str = "/patients/{patient}/beside";
pub const MINUTES: &str = "/patients/{patient}/minutes";
pub const MINUTES_OF_MONTH: &str = "/patients/{patient}/minutes/{month}";
pub const STRIKE: &str = "/patients/{patient}/minutes/{month}/{entry}/strike";

/// How a patient wishes to be reached.
pub fn contact(patient: PatientId) -> String {
    format!("{PATIENTS}/{patient}/contact")
}

/// One patient's invitation into a program.
pub fn outreach(patient: PatientId, program: Program) -> String {
    format!("{PATIENTS}/{patient}/outreach/{}", program.word())
}

pub fn outreach_attempts(patient: PatientId, program: Program) -> String {
    format!("{}/attempts", outreach(patient, program))
}

pub fn initiating_visit(patient: PatientId, program: Program) -> String {
    format!("{}/visit", outreach(patient, program))
}

pub fn new_consent(patient: PatientId, program: Program) -> String {
    format!("{}/consent", outreach(patient, program))
}

pub fn program_start(patient: PatientId, program: Program) -> String {
    format!("{}/start", outreach(patient, program))
}

/// Everything that a patient has said on their programs.
pub fn consent_words(patient: PatientId) -> String {
    format!("{PATIENTS}/{patient}/consents")
}

pub fn refusal(patient: PatientId, program: Program) -> String {
    format!("{}/{}/refusal", consent_words(patient), program.word())
}

pub fn revocation(patient: PatientId, program: Program) -> String {
    format!("{}/{}/revocation", consent_words(patient), program.word())
}

pub fn consent_proof(patient: PatientId, consent: ConsentId) -> String {
    format!("{PATIENTS}/{patient}/consent-proofs/{consent}")
}

/// A patient's letters, with how each got there.
pub fn letters(patient: PatientId) -> String {
    format!("{PATIENTS}/{patient}/letters")
}

pub fn letter_deliveries(patient: PatientId) -> String {
    format!("{}/deliveries", letters(patient))
}

pub fn letter_file(patient: PatientId, letter: LetterId) -> String {
    format!("{}/{letter}/file", letters(patient))
}

pub fn stretch_activity(entry: TimeEntryId) -> String {
    format!("/clock/stretches/{entry}/activity")
}

pub fn beside(patient: PatientId) -> String {
    format!("/patients/{patient}/beside")
}

/// A patient's time of a month, down to the raw events.
pub fn minutes(patient: PatientId, month: ServiceMonth) -> String {
    format!("/patients/{patient}/minutes/{month}")
}

pub fn strike(patient: PatientId, month: ServiceMonth, entry: TimeEntryId) -> String {
    format!("/patients/{patient}/minutes/{month}/{entry}/strike")
}

/// Where a call goes on once its clock runs.
pub fn patient_call(patient: PatientId) -> String {
    format!("/patients/{patient}/call")
}

pub fn patient(id: PatientId) -> String {
    format!("/patients/{id}")
}

pub fn patient_calls(id: PatientId) -> String {
    format!("/patients/{id}/calls")
}

pub fn patient_escalations(id: PatientId) -> String {
    format!("/patients/{id}/escalations")
}

pub fn patient_tasks(id: PatientId) -> String {
    format!("/patients/{id}/tasks")
}

pub fn patient_assessments(id: PatientId) -> String {
    format!("/patients/{id}/assessments")
}

pub fn assessment(id: AssessmentId) -> String {
    format!("/assessments/{id}")
}

pub fn assessment_record(id: AssessmentId) -> String {
    format!("/assessments/{id}/record")
}

/// A patient's care plan: its draft, or where one begins.
pub fn plan(id: PatientId) -> String {
    format!("/patients/{id}/plan")
}

pub fn plan_draft(id: PatientId) -> String {
    format!("/patients/{id}/plan/draft")
}

pub fn plan_versions(id: PatientId) -> String {
    format!("/patients/{id}/plan/versions")
}

pub fn plan_version(id: PatientId, plan: CarePlanId) -> String {
    format!("/patients/{id}/plan/versions/{plan}")
}

/// What belongs to a version: `approval`, `signature`, `return`, `copies`, `print`, `print.pdf`.
pub fn of_plan_version(id: PatientId, plan: CarePlanId, what: &str) -> String {
    format!("/patients/{id}/plan/versions/{plan}/{what}")
}

pub fn plan_template(plan: &str) -> String {
    format!("{PLAN_TEMPLATES}/{plan}")
}

pub fn call(id: CallId) -> String {
    format!("/calls/{id}")
}

/// Whether this is the page of a call.
pub fn is_call(path: &str) -> bool {
    path.starts_with("/calls/")
}

pub fn call_signature(id: CallId) -> String {
    format!("/calls/{id}/signature")
}

pub fn note(id: NoteId) -> String {
    format!("/notes/{id}")
}

pub fn note_addenda(id: NoteId) -> String {
    format!("/notes/{id}/addenda")
}

pub fn escalation(id: EscalationId) -> String {
    format!("{ESCALATIONS}/{id}")
}

/// How complex a patient's month was.
pub fn complexity(patient: PatientId, month: ServiceMonth) -> String {
    format!("{PATIENTS}/{patient}/complexity/{month}")
}

/// A note of a sample, by its place in it.
pub fn sampled_note(sample: SampleId, item: usize) -> String {
    format!("{SUPERVISION}/{sample}/{item}")
}

pub fn task_steps(id: TaskId) -> String {
    format!("{TASKS}/{id}/steps")
}

/// A patient's referrals, and where one is sent.
pub fn patient_referrals(id: PatientId) -> String {
    format!("/patients/{id}/referrals")
}

pub fn referral(id: ReferralId) -> String {
    format!("{REFERRALS}/{id}")
}

pub fn referral_steps(id: ReferralId) -> String {
    format!("{REFERRALS}/{id}/steps")
}

pub fn patient_appointments(id: PatientId) -> String {
    format!("/patients/{id}/appointments")
}

pub fn appointment_steps(id: AppointmentId) -> String {
    format!("/appointments/{id}/steps")
}

pub fn directory_entry(id: DirectoryEntryId) -> String {
    format!("{DIRECTORY}/{id}")
}

pub fn shift_withdrawal(id: ShiftId) -> String {
    format!("{ON_CALL_SHIFTS}/{id}/withdrawal")
}

/// What somebody on call sees of a patient, and where they enter the call; with the entry that is to be corrected.
pub fn access_calls(id: PatientId, replaces: Option<AccessCallId>) -> String {
    let replaces = replaces.map(|id| format!("?replaces={id}")).unwrap_or_default();
    format!("/patients/{id}/access-calls{replaces}")
}

/// The log of a month.
pub fn access_log(month: ServiceMonth) -> String {
    format!("{ACCESS_LOG}?month={month}")
}

pub fn handover(id: HandoverId) -> String {
    format!("{HANDOVERS}/{id}")
}

pub fn handover_acceptance(id: HandoverId) -> String {
    format!("{HANDOVERS}/{id}/acceptance")
}

/// Where one patient's open work is handed over.
pub fn handover_of(id: PatientId) -> String {
    format!("{HANDOVERS}?patient={id}")
}

pub const PASSWORD: &str = "/password";
pub const PASSKEYS: &str = "/passkeys";
pub const PASSKEY_CHALLENGES: &str = "/passkeys/challenges";
pub const PASSKEY_REMOVAL: &str = "/passkeys/{id}/removal";
pub const PASSKEY_SIGN_IN: &str = "/sign-in/passkey";
pub const PASSKEY_SIGN_IN_CHALLENGES: &str = "/sign-in/passkey/challenges";
pub const SECOND_FACTOR_CHALLENGES: &str = "/sign-in/second-factor/challenges";
pub const STEP_UP_CHALLENGES: &str = "/step-up/challenges";
pub const OIDC_SIGN_IN: &str = "/sign-in/oidc";
pub const OIDC_CALLBACK: &str = "/sign-in/oidc/callback";
pub const OIDC_STEP_UP: &str = "/step-up/oidc";
pub const OIDC_INVITATION: &str = "/invitations/{token}/oidc";
pub const IDENTITIES: &str = "/identities";
pub const IDENTITY_REMOVAL: &str = "/identities/{id}/removal";
pub const SETTINGS: &str = "/settings";
pub const STAFF: &str = "/settings/staff";
pub const NEW_STAFF: &str = "/settings/staff/new";
pub const MEMBER: &str = "/settings/staff/{id}";
pub const MEMBER_ROLES: &str = "/settings/staff/{id}/roles";
pub const MEMBER_NPI: &str = "/settings/staff/{id}/npi";
pub const MEMBER_HOURS: &str = "/settings/staff/{id}/hours";
pub const MEMBER_INVITATIONS: &str = "/settings/staff/{id}/invitations";
pub const MEMBER_CLOSURE: &str = "/settings/staff/{id}/closure";
pub const MEMBER_FACTOR_REMOVAL: &str = "/settings/staff/{id}/factor-removal";
pub const MEMBER_SESSION_REVOCATION: &str = "/settings/staff/{id}/session-revocation";
pub const MEMBER_REVIEW_LIST: &str = "/settings/staff/{id}/review-list";
pub const ROLE_END: &str = "/settings/staff/{id}/roles/{role}/end";
pub const ROLE_RENEWAL: &str = "/settings/staff/{id}/roles/{role}/renewal";
pub const PRACTICE_SETTINGS: &str = "/settings/practice";
pub const CHARGES: &str = "/settings/charges";
pub const TIME_ZONES: &str = "/settings/time-zones";
pub const CLOCK_LIMITS: &str = "/settings/clock-limits";
pub const BILLED_PAYERS: &str = "/settings/payers";
pub const SWITCHES: &str = "/settings/switches";
pub const PLAN_TEMPLATES: &str = "/settings/care-plans";
pub const PLAN_TEMPLATE: &str = "/settings/care-plans/{plan}";
pub const ACCESS_POLICY: &str = "/settings/access";
pub const ASSIGNMENTS: &str = "/assignments";
pub const BROKEN_GLASSES: &str = "/broken-glasses";
pub const GLASS: &str = "/patients/{id}/broken-glass";
pub const REVIEW: &str = "/charts-for-review";
pub const AUDIT: &str = "/audit";
pub const AUDIT_EXPORT: &str = "/audit/export";
pub const THIS_MONTH: &str = "/month";
pub const MONTH: &str = "/month/{month}";
pub const MONTH_PATIENTS: &str = "/month/{month}/patients";
pub const MONTH_PATIENT: &str = "/month/{month}/patients/{id}";
pub const MONTH_WHAT_IF: &str = "/month/{month}/patients/{id}/what-if";
pub const MONTH_RECKONING: &str = "/month/{month}/reckoning";
pub const MONTH_FORECAST: &str = "/month/{month}/forecast";
pub const MONTH_CLOSE: &str = "/month/{month}/close";
pub const MONTH_CLOSURES: &str = "/month/{month}/closures";
pub const MONTH_REVIEW: &str = "/month/{month}/review";
pub const MONTH_FILES: &str = "/month/{month}/files";
pub const MONTH_LATE: &str = "/month/{month}/late";
pub const MONTH_REOPENINGS: &str = "/month/{month}/reopenings";
pub const MONTH_RESULT: &str = "/month/{month}/result";
pub const MONTH_PROGRAMS: &str = "/month/{month}/result/programs.csv";
pub const MONTH_HOURS: &str = "/month/{month}/result/hours.csv";
pub const MONTH_INVOICE: &str = "/month/{month}/invoice";
pub const MONTH_INVOICE_LINES: &str = "/month/{month}/invoice/lines.csv";
pub const RATES: &str = "/settings/rates";
pub const MONTHS: &str = "/months";
pub const CLAIMS: &str = "/claims";
pub const CLAIM: &str = "/claims/{id}";
pub const CLAIM_EVIDENCE: &str = "/claims/{id}/evidence";
pub const CLAIM_EVIDENCE_ARCHIVE: &str = "/claims/{id}/evidence/archive";
pub const AUDIT_CASES: &str = "/audit-cases";
pub const NEW_AUDIT_CASE: &str = "/audit-cases/new";
pub const AUDIT_CASE: &str = "/audit-cases/{id}";
pub const AUDIT_CASE_BUILDS: &str = "/audit-cases/{id}/builds";
pub const AUDIT_CASE_ARCHIVE: &str = "/audit-cases/{id}/archive";
pub const AUDIT_CASE_ACCESSES: &str = "/audit-cases/{id}/accesses";
pub const AUDIT_CASE_ACCESS_END: &str = "/audit-cases/{id}/accesses/{access}/end";
pub const AUDIT_CASE_OUTCOME: &str = "/audit-cases/{id}/outcome";
pub const SELF_AUDIT: &str = "/self-audit";
pub const CLAIM_FILE: &str = "/claim-files/{id}";
pub const CLAIM_REVIEW: &str = "/claim-review";

/// A page of a month: its board, or what follows it.
pub fn month(month: ServiceMonth, page: &str) -> String {
    if page.is_empty() { format!("{THIS_MONTH}/{month}") } else { format!("{THIS_MONTH}/{month}/{page}") }
}

/// One patient's month.
pub fn month_patient(month: ServiceMonth, patient: PatientId) -> String {
    format!("{THIS_MONTH}/{month}/patients/{patient}")
}

pub fn claim(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}")
}

pub fn claim_evidence(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}/evidence")
}

pub fn audit_case(id: AuditCaseId) -> String {
    format!("{AUDIT_CASES}/{id}")
}

/// Something of a case: `builds`, `archive`, `accesses`, `outcome`.
pub fn of_audit_case(id: AuditCaseId, what: &str) -> String {
    format!("{AUDIT_CASES}/{id}/{what}")
}

pub fn case_access_end(id: AuditCaseId, access: CaseAccessId) -> String {
    format!("{AUDIT_CASES}/{id}/accesses/{access}/end")
}

pub fn claim_file(id: ClaimFileId) -> String {
    format!("/claim-files/{id}")
}

pub fn passkey_removal(id: PasskeyId) -> String {
    format!("/passkeys/{id}/removal")
}

pub fn identity_removal(id: IdentityId) -> String {
    format!("/identities/{id}/removal")
}

/// An invitation, taken through the provider.
pub fn oidc_invitation(token: &InvitationToken) -> String {
    format!("/invitations/{}/oidc", token.text())
}

pub fn member(id: PersonId) -> String {
    format!("/settings/staff/{id}")
}

pub fn role_end(person: PersonId, role: RoleId) -> String {
    format!("/settings/staff/{person}/roles/{role}/end")
}

pub fn role_renewal(person: PersonId, role: RoleId) -> String {
    format!("/settings/staff/{person}/roles/{role}/renewal")
}

/// The glass over a chart.
pub fn glass(patient: PatientId) -> String {
    format!("/patients/{patient}/broken-glass")
}

pub fn session_revocation(id: SessionId) -> String {
    format!("/sessions/{id}/revocation")
}

/// An invitation's link, to be handed over by a way that reaches one person alone.
pub fn invitation(token: &InvitationToken) -> String {
    format!("/invitations/{}", token.text())
}

/// The list of the day: which part of it, whose, and behind which row.
pub fn today(show: &str, is_mine: bool, after: Option<&str>) -> String {
    let whose = if is_mine { "mine" } else { "practice" };
    let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
    format!("{TODAY}?show={}&whose={whose}{after}", show.replace('_', "-"))
}

pub fn chart(id: PatientId) -> String {
    format!("{PATIENTS}/{id}")
}

/// With the way back.
pub fn with_back(path: &str, back: &str) -> String {
    match serde_urlencoded::to_string([("back", back)]) {
        Ok(query) if back != HOME => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// Of a file that `assets` embeds, by the name templates use.
pub fn file(name: &str) -> String {
    format!("/files/{}", assets::named(name).path)
}

/// A place of ours that a form may send us back to: begins with one slash, and can only be on this host.
pub fn back(wanted: Option<&str>) -> String {
    match wanted {
        Some(path)
            if path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains(['\\', '\r', '\n', '\0'])
                && path.len() <= 512 =>
        {
            path.to_owned()
        }
        _ => HOME.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_sent_back_only_to_a_place_of_ours() {
        assert_eq!(back(Some("/today?order=name")), "/today?order=name");
        for elsewhere in ["https://a.example/", "//a.example/", "/\\a.example", "today", "", "/a\r\nb"] {
            assert_eq!(back(Some(elsewhere)), HOME, "{elsewhere:?}");
        }
        assert_eq!(back(None), HOME);
    }
}
