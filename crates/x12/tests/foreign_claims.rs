//! Files of others: what we know is read, what we do not know is listed.

mod foreign;
#[allow(dead_code)]
mod sample;

use std::collections::BTreeSet;

use foreign::CLAIMS;
use proptest::prelude::*;
use x12::professional::*;
use x12::{Guide, Tokenizer, validate};

fn claims(reading: &Reading) -> Vec<&Claim> {
    let groups = reading.interchange.iter().flat_map(|interchange| interchange.groups.iter());
    groups.flat_map(|group| group.sets.iter()).flat_map(|set| set.claims.iter()).collect()
}

#[test]
fn what_we_know_is_read() {
    let reading = read_foreign(CLAIMS.as_bytes());
    assert_eq!(reading.problems, []);
    let found = claims(&reading);
    let ids: Vec<&str> = found.iter().map(|claim| claim.id.as_str()).collect();
    assert_eq!(ids, ["LFP0001", "LFP0002", "OK1"]);

    let interchange = reading.interchange.as_ref().expect("claims");
    let sets = &interchange.groups[0].sets;
    assert_eq!(sets.len(), 2, "one for each billing provider");
    let [first, second] = [&sets[0].header, &sets[1].header];
    assert_eq!((first.control, first.submitter), (second.control, second.submitter));
    assert_eq!(first.submitter.name.as_str(), "LOWLAND CLAIMS HOUSE");
    assert_eq!(first.submitter.phone.as_str(), "5415550101");
    assert_eq!(first.submitter.contact.as_str(), "LOWLAND CLAIMS HOUSE");
    assert_eq!(first.billing.pay_to.expect("a box").street.as_str(), "PO BOX 90");
    assert_eq!(first.billing.tax_id, TaxId::Employer(sample::code("880000025")));
    assert_eq!(second.billing.tax_id, TaxId::SocialSecurity(sample::code("900000025")));
    assert_eq!(second.payer.id.as_str(), "OI002");

    let claim = found[0];
    assert_eq!(claim.total_cents(), 23_150);
    assert_eq!(claim.frequency, Frequency::Replaces(sample::code("CC2026-000117")));
    assert_eq!(claim.coverage.order, PayerOrder::Secondary);
    assert_eq!(claim.note.expect("a note").as_str(), "CORRECTED SECOND VISIT");
    assert_eq!(claim.diagnoses.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["E1122", "I10"]);
    assert_eq!(claim.rendering.as_ref().expect("one").npi.as_str(), "1000000012");
    assert_eq!(claim.facility.as_ref().expect("one").address.zip.as_str(), "973301299");
    let [line, other] = &claim.lines[..] else { panic!("two lines") };
    assert_eq!((line.units.get(), line.id), (1, Some(sample::code("LFP0001-1"))));
    assert_eq!(line.modifiers.len(), 1);
    assert_eq!(line.pointers.as_slice(), [1, 2]);
    assert!(matches!(other.service, ServiceDates::Range { .. }));
    assert_eq!(found[1].subscriber, claim.subscriber);
}

#[test]
fn what_we_do_not_know_is_listed() {
    let reading = read_foreign(CLAIMS.as_bytes());
    let tokens = Tokenizer::new(CLAIMS.as_bytes()).expect("an interchange");
    let unread: BTreeSet<usize> =
        reading.unread.iter().filter(|unread| unread.element == 0).map(|unread| unread.segment).collect();
    // Every segment is read or listed; these are the ones that the types have a place for.
    let mut read = String::new();
    for segment in tokens.map(|token| token.expect("whole")).filter(|one| !unread.contains(&one.number)) {
        read.push_str(&String::from_utf8_lossy(segment.id()));
        read.push(' ');
    }
    let expected = "ISA GS ST BHT NM1 PER NM1 HL PRV NM1 N3 N4 REF NM1 N3 N4 HL SBR NM1 N3 N4 DMG NM1 CLM REF NTE HI \
                    NM1 PRV NM1 N3 N4 LX SV1 DTP REF LX SV1 DTP CLM HI LX SV1 DTP \
                    HL NM1 N3 N4 REF HL SBR NM1 N3 N4 DMG NM1 CLM HI LX SV1 DTP SE GE IEA ";
    assert_eq!(read, expected);
    let elements: Vec<String> = reading
        .unread
        .iter()
        .filter(|unread| unread.element > 0)
        .map(|unread| format!("{} {}{:02}-{}", unread.segment, unread.id, unread.element, unread.component))
        .collect();
    for listed in [
        "2 GS05-0",
        "4 BHT04-0",
        "4 BHT05-0",
        "6 PER03-0",
        "6 PER08-0",
        "25 SBR03-0",
        "35 CLM10-0",
        "75 SV101-7",
    ] {
        assert!(elements.iter().any(|element| element == listed), "{listed}: {elements:?}");
    }
}

#[test]
fn a_claim_in_which_something_is_wrong_is_not_given_and_the_others_are() {
    for (from, to, left) in [
        ("*D8*19510929*F", "*D8*19510931*F", &["OK1"][..]),
        ("CLM*LFP0002*40*", "CLM*LFP0002*forty*", &["LFP0001", "OK1"]),
        ("ABK>F329", "XXX>F329", &["LFP0001", "LFP0002"]),
        ("*82*1*Pell*Marisol****XX*1000000012", "*82*1*Pell*Marisol****XX*10000000120", &["LFP0002", "OK1"]),
        ("99211*40*UN", "99211*40*MJ", &["LFP0001", "LFP0002", "OK1"]),
        ("CLM*LFP0002*40*", "CLM*LFP0002*41*", &["LFP0001", "LFP0002", "OK1"]),
    ] {
        let broken = CLAIMS.replacen(from, to, 1);
        assert_ne!(broken, CLAIMS, "{from}");
        let reading = read_foreign(broken.as_bytes());
        let ids: Vec<&str> = claims(&reading).iter().map(|claim| claim.id.as_str()).collect();
        assert_eq!(ids, left, "{to}");
        assert!(!reading.problems.is_empty(), "{to}");
    }
}

#[test]
fn sets_are_given_one_by_one() {
    let mut given = Vec::new();
    let found = read_sets(CLAIMS.as_bytes(), &mut |envelope, group, set| {
        given.push((*envelope, *group, set));
    });
    let reading = read_foreign(CLAIMS.as_bytes());
    assert_eq!((found.unread, found.problems), (reading.unread, reading.problems));
    let interchange = reading.interchange.expect("claims");
    assert!(given.iter().map(|(_, _, set)| set).eq(interchange.groups[0].sets.iter()));
    assert!(given.iter().all(|(envelope, ..)| *envelope == interchange.envelope));
}

#[test]
fn our_own_files_are_read_alike_in_both_ways() {
    let ours = sample::interchange(5, 2);
    let reading = read_foreign(&sample::written(&ours));
    assert!(reading.unread.is_empty() && reading.problems.is_empty());
    assert!(reading.interchange == Some(ours));
}

#[test]
fn what_was_read_can_be_written_and_is_valid() {
    let interchange = read_foreign(CLAIMS.as_bytes()).interchange.expect("claims");
    let mut file = Vec::new();
    let group = &interchange.groups[0];
    // A set that was split has one number twice, so each part goes into a file of its own.
    for set in group.sets.iter() {
        let mut writer = Writer::open(&interchange.envelope, &group.header, &mut file);
        writer.set(set, &mut file);
        writer.close(&mut file);
        assert_eq!(validate(&file, Guide::professional()), []);
        file.clear();
    }
}

/// The samples of others that lie beside the specification.
#[test]
fn the_samples_of_others_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/x12");
    if !folder.is_dir() {
        println!("skipped: the shared samples are not here");
        return;
    }
    for (name, claims_given) in [
        ("hccinfhir_sample_837_0.txt", 5),
        // No street and no birth date; GS01 is of another kind.
        ("hdi_837P-minimal.dat", 0),
        // All of these are for patients who are not the subscriber.
        ("hdi_837P-all-fields.dat", 0),
        ("hdi_commercial.dat", 0),
        ("lfh_demo.837", 0),
        // Cut from their envelopes.
        ("hdi_cob-prov-payera.dat", 0),
        ("hdi_prof-encounter.dat", 0),
    ] {
        let bytes = std::fs::read(folder.join(name)).expect("a sample");
        let reading = read_foreign(&bytes);
        assert_eq!(claims(&reading).len(), claims_given, "{name}: {:?}", reading.problems);
        let is_told = !reading.problems.is_empty() || !reading.unread.is_empty();
        assert!(is_told, "{name}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let isa = &CLAIMS.as_bytes()[..107];
        read_foreign(&[isa, &bytes[..]].concat());
        validate(&[isa, &bytes[..]].concat(), Guide::professional());
    }

    #[test]
    fn no_mutation_makes_it_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = CLAIMS.as_bytes().to_vec();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let reading = read_foreign(&bytes);
        validate(&bytes, Guide::professional());
        prop_assert!(reading.problems.len() <= x12::problem::MOST_PROBLEMS);
        read_foreign(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn segments_out_of_order_make_no_panic(order in prop::collection::vec(0..140usize, 0..140)) {
        let lines: Vec<&str> = CLAIMS.lines().collect();
        let mut text = lines[..3].join("\n");
        for n in order {
            text.push_str(lines[n + 3]);
        }
        read_foreign(text.as_bytes());
        validate(text.as_bytes(), Guide::professional());
    }
}
