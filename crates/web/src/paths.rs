//! Every address of a page, written once.
//!
//! Endpoints are things, not verbs. An address holds ids and never a name, a birth date or a diagnosis: addresses end up
//! in histories, logs and headers.

use app::access::InvitationToken;
use ccm::basics::{PasskeyId, PatientId, PersonId, RoleId, SessionId};

pub const HOME: &str = "/";
pub const FILES: &str = "/files/{path}";
pub const HEALTH: &str = "/health";
pub const READY: &str = "/ready";
pub const LIVE: &str = "/live";
pub const THEME: &str = "/preferences/theme";
pub const LANGUAGE: &str = "/preferences/language";
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
pub const RECOVERY_CODES: &str = "/second-factors/recovery-codes";

pub const PASSWORD: &str = "/password";
pub const PASSKEYS: &str = "/passkeys";
pub const PASSKEY_CHALLENGES: &str = "/passkeys/challenges";
pub const PASSKEY_REMOVAL: &str = "/passkeys/{id}/removal";
pub const PASSKEY_SIGN_IN: &str = "/sign-in/passkey";
pub const PASSKEY_SIGN_IN_CHALLENGES: &str = "/sign-in/passkey/challenges";
pub const SECOND_FACTOR_CHALLENGES: &str = "/sign-in/second-factor/challenges";
pub const STEP_UP_CHALLENGES: &str = "/step-up/challenges";
pub const SETTINGS: &str = "/settings";
pub const STAFF: &str = "/settings/staff";
pub const NEW_STAFF: &str = "/settings/staff/new";
pub const MEMBER: &str = "/settings/staff/{id}";
pub const MEMBER_ROLES: &str = "/settings/staff/{id}/roles";
pub const MEMBER_NPI: &str = "/settings/staff/{id}/npi";
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
pub const ACCESS_POLICY: &str = "/settings/access";
pub const ASSIGNMENTS: &str = "/assignments";
pub const BROKEN_GLASSES: &str = "/broken-glasses";
pub const GLASS: &str = "/patients/{id}/broken-glass";
pub const REVIEW: &str = "/charts-for-review";
pub const AUDIT: &str = "/audit";
pub const AUDIT_EXPORT: &str = "/audit/export";

pub fn passkey_removal(id: PasskeyId) -> String {
    format!("/passkeys/{id}/removal")
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

/// A patient's chart.
pub fn chart(patient: PatientId) -> String {
    format!("/patients/{patient}")
}

pub fn session_revocation(id: SessionId) -> String {
    format!("/sessions/{id}/revocation")
}

/// An invitation's link, to be handed over by a way that reaches one person alone.
pub fn invitation(token: &InvitationToken) -> String {
    format!("/invitations/{}", token.text())
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
