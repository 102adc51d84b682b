//! The address of one thing: a route with what varies filled in.

use app::access::InvitationToken;
use ccm::basics::{
    AccessCallId, AppointmentId, AssessmentId, AuditCaseId, CallId, CarePlanId, CaseAccessId, ClaimFileId,
    ClaimId, ConsentId, DirectoryEntryId, EscalationId, HandoverId, IdentityId, LetterId, NoteId, PasskeyId,
    PatientId, PersonId, ReferralId, RoleId, SampleId, ServiceMonth, SessionId, ShiftId, TaskId, TimeEntryId,
};
use ccm::enrollment::Program;

use super::routes::*;

/// What payers say of whom they cover.
pub fn coverage(patient: PatientId) -> String {
    format!("{PATIENTS}/{patient}/coverage")
}

pub fn coverage_decisions(patient: PatientId) -> String {
    format!("{PATIENTS}/{patient}/coverage/decisions")
}

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

pub fn claim_paper(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}/paper")
}

pub fn claim_paper_pdf(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}/paper.pdf")
}

pub fn claim_print_image(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}/print-image.txt")
}

pub fn claim_file_worksheet(id: ClaimFileId) -> String {
    format!("/claim-files/{id}/worksheet")
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

/// With what is asked for.
pub fn with_query<'a>(path: &str, asked: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let asked: Vec<(&str, &str)> = asked.into_iter().collect();
    match serde_urlencoded::to_string(&asked) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
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
