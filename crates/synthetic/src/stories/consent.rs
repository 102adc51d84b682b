//! Consent: missing, incomplete, late, another's, withdrawn (CONSENT-01 to CONSENT-06).

use jiff::civil::date;

use super::Story;
use crate::contact::Contact;
use crate::paperwork::ConsentOnFile;
use crate::scene::Scene;
use crate::staff::{LPN, RN};

pub(crate) const STORIES: &[Story] = &[
    Story::new("consent-missing", "Cared for all month, and nobody wrote down a consent", |s| {
        flawed(s, ConsentOnFile::None, "CONSENT-01");
    }),
    Story::new("consent-incomplete", "The one-practitioner statement was never made", |s| {
        flawed(s, ConsentOnFile::Incomplete, "CONSENT-02");
    }),
    Story::new("consent-for-another", "The consent names the colleague who used to bill", |s| {
        flawed(s, ConsentOnFile::NamesColleague, "CONSENT-03");
    }),
    Story::new(
        "consent-late",
        "Consent on the 10th: the minutes before it are lost, those after it suffice",
        |s| {
            let mut paper = s.paperwork();
            paper.consent = ConsentOnFile::At(date(2026, 9, 10).at(11, 0, 0, 0));
            s.enroll_with(paper);
            s.contact(Contact::of(RN, 9).exactly(4, 12, 5));
            s.contact(Contact::of(RN, 12).exactly(17, 12, 5));
            s.contact(Contact::of(RN, 10).exactly(24, 12, 5));
            s.left_out("CONSENT-01", 9 * 60);
            s.billed(&[("99490", 1)]);
        },
    ),
    Story::new("consent-by-representative", "The daughter consents, and her authority is on record", |s| {
        let mut paper = s.paperwork();
        paper.consent = ConsentOnFile::ByRepresentative;
        s.enroll_with(paper);
        s.contact(Contact::of(LPN, 14).on(9).doing("caregiver_call"));
        s.contact(Contact::of(LPN, 12).on(23).doing("caregiver_call"));
        s.billed(&[("99490", 1)]);
    }),
    Story::new(
        "revoked-mid-month",
        "Stops on the 17th: what was done before can be billed, the call after cannot",
        |s| {
            s.enroll();
            s.contact(Contact::of(RN, 12).exactly(8, 12, 5));
            s.contact(Contact::of(RN, 10).exactly(15, 12, 40));
            s.revoke(date(2026, 9, 17).at(15, 0, 0, 0));
            s.contact(Contact::of(RN, 8).exactly(22, 12, 5));
            s.left_out("CONSENT-05", 8 * 60);
            s.billed(&[("99490", 1)]);
        },
    ),
    Story::new("revoked-before", "Stopped in August, and was called all the same", |s| {
        s.enroll();
        s.revoke(date(2026, 8, 20).at(11, 0, 0, 0));
        s.contact(Contact::of(LPN, 13).on(3));
        s.contact(Contact::of(LPN, 11).on(17));
        s.left_out("CONSENT-05", 24 * 60);
        s.held("CONSENT-05", "99490");
    }),
    Story::new("refused", "A candidate who was asked and said no", |s| {
        s.refuse(date(2026, 9, 14).at(14, 30, 0, 0), "Wants to talk with the family first");
    }),
];

fn flawed(s: &mut Scene, consent: ConsentOnFile, rule: &'static str) {
    let mut paper = s.paperwork();
    paper.consent = consent;
    s.enroll_with(paper);
    s.contact(Contact::of(RN, 15).on(8));
    s.contact(Contact::of(LPN, 12).on(22));
    s.left_out("CONSENT-01", 27 * 60);
    s.held(rule, "99490");
}
