//! TA1, 999 and 997: what is read of ours.

#[allow(dead_code)]
mod answers;

use answers::{fixture, repunctuated};
use x12::Delimiters;
use x12::acknowledgment::{Form, GroupVerdict, InterchangeVerdict, SetVerdict, read};

#[test]
fn an_interchange_is_told_alone() {
    let found = read(&fixture("ta1.x12")[..]).expect("a good file");
    assert!(found.groups.is_empty());
    let [refused, taken] = &found.interchanges[..] else { panic!("two answers") };
    assert_eq!((refused.control.as_str(), refused.verdict), ("000000101", InterchangeVerdict::Rejected));
    assert_eq!((refused.note.as_str(), refused.date.as_str()), ("025", "20261102"));
    assert_eq!((taken.control.as_str(), taken.verdict), ("000000102", InterchangeVerdict::Accepted));
    assert_eq!(refused.from.control.as_str(), "000004713");
}

#[test]
fn each_set_has_its_verdict_and_each_fault_its_place() {
    let found = read(&fixture("999.x12")[..]).expect("a good file");
    let [group] = &found.groups[..] else { panic!("one group") };
    assert_eq!(
        (group.kind.as_str(), group.control.as_str(), group.form),
        ("HC", "101", Form::Implementation)
    );
    assert_eq!(
        (group.verdict, group.included, group.received, group.accepted),
        (GroupVerdict::Partly, 3, 3, 2)
    );
    let verdicts: Vec<_> = group.sets.iter().map(|set| (set.control.as_str(), set.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            ("0001", SetVerdict::Accepted),
            ("0002", SetVerdict::Rejected),
            ("0003", SetVerdict::AcceptedWithErrors)
        ]
    );
    let [name, diagnosis] = &group.sets[1].faults[..] else { panic!("two faults") };
    assert_eq!((name.segment.as_str(), name.position), ("NM1", 16));
    assert_eq!(name.loop_id.expect("a loop").as_str(), "2010");
    assert_eq!(name.claim().expect("a claim").as_str(), "CCM26100044");
    let element = &name.elements[0];
    assert_eq!((element.position, element.number, element.reason.as_str()), (9, Some(67), "7"));
    let element = &diagnosis.elements[0];
    assert_eq!((element.position, element.component, element.reason.as_str()), (1, Some(2), "I6"));
    assert_eq!(element.contexts[0].name.as_str(), "SITUATIONAL TRIGGER");
    assert_eq!(element.contexts[0].position, Some(20));
    assert_eq!(group.sets[1].reasons[0].as_str(), "5");
}

#[test]
fn a_copy_of_bad_data_never_shows_itself() {
    let found = read(&fixture("999.x12")[..]).expect("a good file");
    let copy = found.groups[0].sets[1].faults[0].elements[0].copy.as_ref().expect("a copy");
    assert_eq!(copy.as_str(), "1EG4TE5MK7S");
    let debug = format!("{found:?}");
    for private in ["1EG4TE5MK7S", "E1122", "CCM26100044"] {
        assert!(!debug.contains(private), "{private}");
    }
}

#[test]
fn the_same_file_otherwise_written_is_the_same() {
    let to = Delimiters { element: b'|', component: b'>', repetition: Some(b'!'), terminator: b'\'' };
    for name in ["999.x12", "ta1.x12"] {
        let file = fixture(name);
        let plain = read(&file[..]).expect("a good file");
        assert_eq!(read(&repunctuated(&file, to, "\r\n")[..]), Ok(plain), "{name}");
    }
    let joined = [fixture("ta1.x12"), fixture("999.x12")].concat();
    let found = read(&joined[..]).expect("two good files");
    assert_eq!((found.interchanges.len(), found.groups.len()), (2, 1));
}

#[test]
fn a_997_says_the_same_in_its_own_words() {
    let text = String::from_utf8(fixture("999.x12")).expect("ASCII");
    let lines = text.lines().filter(|line| !line.starts_with("CTX"));
    let older: String = lines
        .map(|line| match line {
            line if line.starts_with("GS") => line.replace("005010X231A1", "005010"),
            line if line.starts_with("ST") => "ST*997*0001~".to_string(),
            line if line.starts_with("SE") => "SE*16*0001~".to_string(),
            line => line.replace("IK3", "AK3").replace("IK4", "AK4").replace("IK5", "AK5"),
        })
        .collect();
    let found = read(older.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!((found.groups[0].form, found.groups[0].sets.len()), (Form::Functional, 3));
    assert_eq!(found.groups[0].sets[1].faults.len(), 2);
}

#[test]
fn a_payer_may_tell_only_of_what_is_wrong() {
    let text = String::from_utf8(fixture("999.x12")).expect("ASCII");
    let silent = text.replace("AK2*837*0001*005010X222A1~\nIK5*A~\n", "").replace("SE*19*", "SE*17*");
    let found = read(silent.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!((found.groups[0].sets.len(), found.groups[0].received), (2, 3));
}
