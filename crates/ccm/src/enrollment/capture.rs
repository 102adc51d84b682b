//! A consent as it is taken: read back element by element, by whom it was given, and what proves it (CONSENT-01 to 06).

use serde::{Deserialize, Serialize};

use super::consent::ConsentForm;
use crate::basics::{Cents, Moment, PersonId, Problem, TimeZone, Timestamp};

/// The longest reason, name or authority.
pub const REASON_CHARACTERS: usize = 500;
pub const NAME_CHARACTERS: usize = 120;
/// A signature's path, and a document.
pub const STROKE_CHARACTERS: usize = 60_000;
pub const DOCUMENT_BYTES: usize = 4 * 1024 * 1024;
/// What a signed page is kept as.
pub const DOCUMENT_TYPES: [(&str, &[u8]); 3] =
    [("application/pdf", b"%PDF-"), ("image/png", b"\x89PNG\r\n\x1a\n"), ("image/jpeg", b"\xff\xd8\xff")];

/// Who spoke.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Speaker {
    Patient,
    Representative {
        name: String,
        /// Son, guardian, … in their own word.
        relation: String,
        /// Which paper gives the authority; empty: none is on record (CONSENT-06).
        authority: String,
    },
}

impl Speaker {
    /// As a consent holds it: `None` where the patient spoke.
    pub fn authority_on_record(&self) -> Option<bool> {
        match self {
            Self::Patient => None,
            Self::Representative { authority, .. } => Some(!authority.trim().is_empty()),
        }
    }
}

/// What proves a consent beside the word of whoever recorded it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// Read aloud and answered.
    Spoken,
    /// A signed page, as it was handed in.
    Document { media_type: String, bytes: Vec<u8> },
    /// Drawn on a screen, as an SVG path in a box of 600 by 200; or typed, by whoever does not draw.
    Signature { strokes: String, typed_name: String },
}

/// What the patient was told of their cost, kept with the consent: the same figure as on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostTold {
    /// `none`, `some`, `unknown`.
    pub word: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cents: Option<Cents>,
}

/// A consent as somebody is about to record it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewConsent {
    pub practitioner: Option<PersonId>,
    /// Those that were read and understood.
    pub elements: Vec<String>,
    /// Somebody knows that elements are missing, and records what there is: it lets nothing count.
    pub is_incomplete_known: bool,
    pub speaker: Speaker,
    pub evidence: Evidence,
    /// `None`: now.
    pub at: Option<Moment>,
    /// Why it is recorded later than it was given.
    pub past_reason: Option<String>,
    pub is_spanish: bool,
}

impl NewConsent {
    pub fn form(&self) -> ConsentForm {
        match self.evidence {
            Evidence::Spoken => ConsentForm::Verbal,
            Evidence::Document { .. } => ConsentForm::Written,
            Evidence::Signature { .. } => ConsentForm::Electronic,
        }
    }

    /// Elements of the rules that were not read.
    pub fn missing<'a>(&self, asked: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        asked.into_iter().filter(|word| !self.elements.iter().any(|read| read == word)).collect()
    }

    /// Everything that is wrong at once. `asked`: the elements of the rules.
    pub fn check<'a>(
        &self,
        asked: impl IntoIterator<Item = &'a str>,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.practitioner.is_none() {
            problems.push(Problem::new("required", "practitioner"));
        }
        let missing = self.missing(asked);
        if !missing.is_empty() && !self.is_incomplete_known {
            problems.push(Problem::new("consent_incomplete", "elements").with("count", missing.len()));
        }
        if let Speaker::Representative { name, relation, authority } = &self.speaker {
            for (path, text) in [("speaker_name", name), ("speaker_relation", relation)] {
                if text.trim().is_empty() {
                    problems.push(Problem::new("required", path));
                }
            }
            for (path, text) in
                [("speaker_name", name), ("speaker_relation", relation), ("speaker_authority", authority)]
            {
                too_long(&mut problems, path, text, NAME_CHARACTERS);
            }
        }
        self.check_when(&mut problems, now, zone);
        check_evidence(&self.evidence, &mut problems);
        problems
    }

    fn check_when(&self, problems: &mut Vec<Problem>, now: Timestamp, zone: &TimeZone) {
        let reason = self.past_reason.as_deref().unwrap_or_default();
        too_long(problems, "past_reason", reason, REASON_CHARACTERS);
        let Some(at) = self.at else { return };
        if at.earliest(zone) > now {
            problems.push(Problem::new("in_the_future", "at"));
        } else if at.day(zone) < zone.to_datetime(now).date() && reason.trim().is_empty() {
            problems.push(Problem::new("past_needs_reason", "past_reason"));
        }
    }
}

fn check_evidence(evidence: &Evidence, problems: &mut Vec<Problem>) {
    match evidence {
        Evidence::Spoken => {}
        Evidence::Document { bytes, .. } if bytes.is_empty() => {
            problems.push(Problem::new("required", "document"));
        }
        Evidence::Document { bytes, .. } if bytes.len() > DOCUMENT_BYTES => {
            problems
                .push(Problem::new("document_too_large", "document").with("bytes_at_most", DOCUMENT_BYTES));
        }
        Evidence::Document { media_type, bytes } => {
            // By its first bytes: what a browser calls a file is only a guess.
            let known = DOCUMENT_TYPES.iter().find(|(_, begins)| bytes.starts_with(begins));
            if known.is_none_or(|(name, _)| name != media_type) {
                problems.push(Problem::new("document_type", "document"));
            }
        }
        Evidence::Signature { strokes, typed_name } => {
            if strokes.trim().is_empty() && typed_name.trim().is_empty() {
                problems.push(Problem::new("required", "signature"));
            } else if strokes.len() > STROKE_CHARACTERS || !is_path(strokes) {
                problems.push(Problem::new("wrong_type", "signature"));
            }
            too_long(problems, "signature_name", typed_name, NAME_CHARACTERS);
        }
    }
}

/// Moves and lines between whole numbers: nothing of a drawing can be anything else when it is shown again.
pub fn is_path(strokes: &str) -> bool {
    strokes.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'M' | b'L' | b' '))
}

/// What the first bytes of a document say that it is.
pub fn document_type(bytes: &[u8]) -> Option<&'static str> {
    DOCUMENT_TYPES.iter().find(|(_, begins)| bytes.starts_with(begins)).map(|(name, _)| *name)
}

fn too_long(problems: &mut Vec<Problem>, path: &str, text: &str, most: usize) {
    if text.chars().count() > most {
        problems.push(Problem::new("too_long", path).with("expected", format!("at most {most} characters")));
    }
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(Speaker Evidence NewConsent);

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: [&str; 2] = ["cost_sharing", "stop_any_time"];

    fn consent() -> NewConsent {
        NewConsent {
            practitioner: Some(PersonId(uuid::Uuid::nil())),
            elements: ASKED.map(str::to_owned).to_vec(),
            is_incomplete_known: false,
            speaker: Speaker::Patient,
            evidence: Evidence::Spoken,
            at: None,
            past_reason: None,
            is_spanish: true,
        }
    }

    fn wrong(consent: &NewConsent) -> Vec<String> {
        let now = "2026-10-16T16:40:00Z".parse().unwrap();
        let problems = consent.check(ASKED, now, &TimeZone::UTC);
        problems.into_iter().map(|one| format!("{} {}", one.path, one.code)).collect()
    }

    #[test]
    fn a_missing_element_is_told_and_may_only_be_recorded_as_missing() {
        assert_eq!(wrong(&consent()), [""; 0]);
        let some = NewConsent { elements: vec!["cost_sharing".into()], ..consent() };
        assert_eq!(wrong(&some), ["elements consent_incomplete"]);
        assert_eq!(wrong(&NewConsent { is_incomplete_known: true, ..some.clone() }), [""; 0]);
        assert_eq!(some.missing(ASKED), ["stop_any_time"]);
    }

    #[test]
    fn the_past_has_a_reason_and_the_future_none() {
        let at = |text: &str| Some(Moment::Day(text.parse().unwrap()));
        let later = NewConsent { at: at("2026-10-17"), past_reason: Some("typo".into()), ..consent() };
        assert_eq!(wrong(&later), ["at in_the_future"]);
        assert_eq!(
            wrong(&NewConsent { at: at("2026-10-15"), ..consent() }),
            ["past_reason past_needs_reason"]
        );
        assert_eq!(wrong(&NewConsent { at: at("2026-10-16"), ..consent() }), [""; 0]);
    }

    #[test]
    fn proofs_are_what_they_say_they_are() {
        let with = |evidence| wrong(&NewConsent { evidence, ..consent() });
        let document = |media_type: &str, bytes: &[u8]| {
            with(Evidence::Document { media_type: media_type.into(), bytes: bytes.to_vec() })
        };
        assert_eq!(document("application/pdf", b"%PDF-1.7"), [""; 0]);
        assert_eq!(document("application/pdf", b"<html>"), ["document document_type"]);
        assert_eq!(document("application/pdf", b""), ["document required"]);
        let signed = |strokes: &str, name: &str| {
            with(Evidence::Signature { strokes: strokes.into(), typed_name: name.into() })
        };
        assert_eq!(signed("M1 2L30 40", ""), [""; 0]);
        assert_eq!(signed("", "Rosa Ibarra"), [""; 0]);
        assert_eq!(signed("", ""), ["signature required"]);
        assert_eq!(signed("M1 2\"/><script>", ""), ["signature wrong_type"]);
    }

    #[test]
    fn a_representative_is_named_and_authority_is_known_or_not() {
        let speaker = Speaker::Representative {
            name: String::new(),
            relation: "daughter".into(),
            authority: " ".into(),
        };
        assert_eq!(speaker.authority_on_record(), Some(false));
        assert_eq!(wrong(&NewConsent { speaker, ..consent() }), ["speaker_name required"]);
    }
}
