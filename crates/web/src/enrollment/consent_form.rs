//! The form of a consent, as it was typed, read into what the use case takes.

use ccm::basics::*;
use ccm::enrollment::capture::document_type;
use ccm::enrollment::{Evidence, NewConsent, Speaker};

use crate::people::typed::Reader;
use crate::upload::Uploaded;

/// Ways to prove it, in the order in which they are offered.
pub const FORMS: [&str; 3] = ["verbal", "signature", "document"];

/// # Errors
/// Everything that cannot be read, at once.
pub fn read(uploaded: &Uploaded, asked: &[String]) -> Result<(NewConsent, usize), Vec<Problem>> {
    let typed = &uploaded.typed;
    let mut reader = Reader::of(typed);
    let is_ticked = |element: &&String| !typed.text(&format!("element_{element}")).is_empty();
    let speaker = match typed.text("speaker") {
        "representative" => Speaker::Representative {
            name: typed.text("speaker_name").to_owned(),
            relation: typed.text("speaker_relation").to_owned(),
            authority: typed.text("speaker_authority").to_owned(),
        },
        "patient" => Speaker::Patient,
        _ => {
            reader.wrong("required", "speaker");
            Speaker::Patient
        }
    };
    let evidence = match typed.text("form") {
        "verbal" => Evidence::Spoken,
        "signature" => Evidence::Signature {
            strokes: typed.text("signature").to_owned(),
            typed_name: typed.text("signature_name").to_owned(),
        },
        "document" => {
            let bytes = uploaded.file.as_ref().map(|file| file.to_vec()).unwrap_or_default();
            let media_type = document_type(&bytes).unwrap_or_default().to_owned();
            Evidence::Document { media_type, bytes }
        }
        _ => {
            reader.wrong("required", "form");
            Evidence::Spoken
        }
    };
    let consent = NewConsent {
        practitioner: reader.parsed_or_none("practitioner", "unknown_person"),
        elements: asked.iter().filter(is_ticked).cloned().collect(),
        is_incomplete_known: !typed.text("incomplete").is_empty(),
        speaker,
        evidence,
        at: reader.date_or_none("at").map(Moment::Day),
        past_reason: reader.optional("past_reason"),
        is_spanish: typed.text("language") == "es",
    };
    let seen = reader.parsed("seen", "wrong_type").unwrap_or_default();
    reader.done((consent, seen))
}
