//! How a stranger sees that a pack was not changed: a list of hashes that `sha256sum` reads, a signature over it that
//! `openssl` reads, and the audit chain's own seals over what the pack tells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::audit::{AuditEvent, Numbered, Seal};
use crate::basics::{AuditEventId, OrganizationId, Timestamp, hex};

/// The list of hashes.
pub const SUMS: &str = "SHA256SUMS";
/// Ed25519 over the bytes of [`SUMS`]: 64 bytes.
pub const SIGNATURE: &str = "SHA256SUMS.sig";
/// The key that checks it.
pub const PUBLIC_KEY: &str = "public-key.pem";
/// The seals over the events in the packs, each with the events that it covers.
pub const SEALS: &str = "audit-seals.json";

/// One file of a pack.
#[derive(Clone, PartialEq, Eq)]
pub struct PackFile {
    /// Within the archive; parts are parted by `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A seal with the events that it covers, so that it can be recomputed without the database. Bytes are in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealExtract {
    pub organization: OrganizationId,
    pub first: i64,
    pub last: i64,
    pub sha256: String,
    pub previous: String,
    pub signature: String,
    pub public_key: String,
    pub sealed_at: Timestamp,
    /// Each `number id sha256`, in the order of the numbers.
    pub events: Vec<String>,
}

impl SealExtract {
    pub fn of(seal: &Seal, events: &[Numbered]) -> Self {
        let line = |one: &Numbered| format!("{} {} {}", one.number, one.event, hex(&one.sha256));
        Self {
            organization: seal.organization,
            first: seal.first,
            last: seal.last,
            sha256: hex(&seal.sha256),
            previous: hex(&seal.previous),
            signature: hex(&seal.signature),
            public_key: hex(&seal.public_key),
            sealed_at: seal.sealed_at,
            events: events.iter().map(line).collect(),
        }
    }

    /// The events, where the seal holds over exactly these.
    fn covered(&self, is_signed: impl Fn(&[u8], &[u8], &[u8]) -> bool) -> Option<Vec<Numbered>> {
        let events: Option<Vec<Numbered>> = self.events.iter().map(|line| numbered(line)).collect();
        let (events, sha256) = (events?, hash(&self.sha256)?);
        let message = Seal::message(self.organization, self.first, self.last, &sha256);
        let holds = Seal::digest(&hash(&self.previous)?, &events) == sha256
            && (self.first..=self.last).eq(events.iter().map(|event| event.number))
            && is_signed(&unhex(&self.public_key)?, &message, &unhex(&self.signature)?);
        holds.then_some(events)
    }
}

fn numbered(line: &str) -> Option<Numbered> {
    let mut words = line.split(' ');
    let (number, event, sha256) = (words.next()?, words.next()?, words.next()?);
    Some(Numbered { number: number.parse().ok()?, event: event.parse().ok()?, sha256: hash(sha256)? })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

fn hash(text: &str) -> Option<[u8; 32]> {
    unhex(text)?.try_into().ok()
}

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The archive lacks a file that the list names, or the list itself.
    Missing {
        path: String,
    },
    Altered {
        path: String,
    },
    /// A file that the list does not name.
    Unlisted {
        path: String,
    },
    BadSignature,
    /// Another key than the one that was expected.
    OtherKey,
    NotReadable {
        path: String,
    },
    SealBroken {
        first: i64,
    },
    /// An event that differs from what was sealed.
    EventAltered {
        path: String,
        event: String,
    },
}

/// What was checked, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub files: usize,
    pub packs: usize,
    pub events: usize,
    /// Events that no seal covers yet: nothing proves them but the signature over the list.
    pub unsealed: usize,
    pub seals: usize,
    /// SHA-256 of the public key's 32 bytes, in hexadecimal.
    pub key_sha256: String,
    pub faults: Vec<Fault>,
}

/// The list of hashes, in the order of the paths, as `sha256sum` writes it.
pub fn sums(files: &[PackFile]) -> String {
    let mut lines: Vec<(&str, String)> =
        files.iter().map(|file| (file.path.as_str(), hex(&Sha256::digest(&file.bytes)))).collect();
    lines.sort_unstable();
    lines.into_iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect()
}

/// An Ed25519 key as `openssl` reads it (RFC 8410).
pub fn pem(public_key: &[u8]) -> String {
    let mut der = DER_HEAD.to_vec();
    der.extend_from_slice(public_key);
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", base64(&der))
}

const DER_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The key in a text that [`pem`] wrote.
pub fn key_of_pem(text: &str) -> Option<[u8; 32]> {
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
    unbase64(&body)?.strip_prefix(&DER_HEAD)?.try_into().ok()
}

fn base64(bytes: &[u8]) -> String {
    let letter = |bits: u32| char::from(LETTERS[(bits & 63) as usize]);
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let four = [letter(bits >> 18), letter(bits >> 12), letter(bits >> 6), letter(bits)];
        text.extend(four.iter().take(chunk.len() + 1));
        text.extend(std::iter::repeat_n('=', 3 - chunk.len()));
    }
    text
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    let letters = text.trim_end_matches('=').bytes();
    let values: Option<Vec<u32>> =
        letters.map(|one| LETTERS.iter().position(|known| *known == one).map(|place| place as u32)).collect();
    let mut bytes = Vec::new();
    for chunk in values?.chunks(4) {
        let bits = chunk.iter().enumerate().fold(0, |bits, (place, value)| bits | value << (18 - 6 * place));
        let whole = [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8];
        bytes.extend_from_slice(&whole[..chunk.len().saturating_sub(1)]);
    }
    Some(bytes)
}

/// Checks an archive: every hash, the signature over them, every seal over its events, every event against its seal.
/// `is_signed` checks an Ed25519 signature (key, message, signature); `expected` is the fingerprint of the key that one was
/// told of otherwise, [`Checked::key_sha256`].
pub fn check(
    files: &[PackFile],
    expected: Option<&str>,
    is_signed: impl Fn(&[u8], &[u8], &[u8]) -> bool,
) -> Checked {
    let mut checked = Checked { files: files.len(), ..Checked::default() };
    let by_path: BTreeMap<&str, &[u8]> =
        files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let mut faults = Vec::new();
    let find = |path: &str, faults: &mut Vec<Fault>| {
        let found = by_path.get(path).copied();
        if found.is_none() {
            faults.push(Fault::Missing { path: path.to_owned() });
        }
        found
    };
    let listed = find(SUMS, &mut faults);
    let (signature, key) = (find(SIGNATURE, &mut faults), find(PUBLIC_KEY, &mut faults));
    let key = key.and_then(|text| key_of_pem(std::str::from_utf8(text).ok()?));
    if let (Some(listed), Some(signature)) = (listed, signature) {
        match key {
            Some(key) if is_signed(&key, listed, signature) => {}
            _ => faults.push(Fault::BadSignature),
        }
    }
    if let Some(key) = key {
        checked.key_sha256 = hex(&Sha256::digest(key));
        if expected.is_some_and(|expected| !expected.trim().eq_ignore_ascii_case(&checked.key_sha256)) {
            faults.push(Fault::OtherKey);
        }
    }
    hashes(listed.unwrap_or_default(), &by_path, &mut faults);
    let sealed = sealed(&by_path, &is_signed, &mut checked, &mut faults);
    for (path, bytes) in by_path.iter().filter(|(path, _)| path.ends_with("pack.json")) {
        checked.packs += 1;
        events(path, bytes, &sealed, &mut checked, &mut faults);
    }
    checked.faults = faults;
    checked
}

fn hashes(listed: &[u8], by_path: &BTreeMap<&str, &[u8]>, faults: &mut Vec<Fault>) {
    let text = String::from_utf8_lossy(listed);
    let lines: BTreeMap<&str, &str> =
        text.lines().filter_map(|line| line.split_once("  ")).map(|(hash, path)| (path, hash)).collect();
    for (path, hash) in &lines {
        let path = (*path).to_owned();
        match by_path.get(path.as_str()) {
            None => faults.push(Fault::Missing { path }),
            Some(bytes) if hex(&Sha256::digest(bytes)) != *hash => faults.push(Fault::Altered { path }),
            Some(_) => {}
        }
    }
    let of_the_list = [SUMS, SIGNATURE, PUBLIC_KEY];
    let unlisted = by_path.keys().filter(|path| !lines.contains_key(*path) && !of_the_list.contains(path));
    faults.extend(unlisted.map(|path| Fault::Unlisted { path: (*path).to_owned() }));
}

/// The events that whole seals cover, with their hashes. A seal may be of an earlier key: that the file of seals is this
/// practice's is what the signature over the list says.
fn sealed(
    by_path: &BTreeMap<&str, &[u8]>,
    is_signed: &impl Fn(&[u8], &[u8], &[u8]) -> bool,
    checked: &mut Checked,
    faults: &mut Vec<Fault>,
) -> BTreeMap<AuditEventId, [u8; 32]> {
    let mut sealed = BTreeMap::new();
    let Some(bytes) = by_path.get(SEALS) else { return sealed };
    let Ok(seals) = serde_json::from_slice::<Vec<SealExtract>>(bytes) else {
        faults.push(Fault::NotReadable { path: SEALS.to_owned() });
        return sealed;
    };
    checked.seals = seals.len();
    for seal in &seals {
        match seal.covered(is_signed) {
            Some(events) => sealed.extend(events.into_iter().map(|event| (event.event, event.sha256))),
            None => faults.push(Fault::SealBroken { first: seal.first }),
        }
    }
    sealed
}

fn events(
    path: &str,
    bytes: &[u8],
    sealed: &BTreeMap<AuditEventId, [u8; 32]>,
    checked: &mut Checked,
    faults: &mut Vec<Fault>,
) {
    let told = serde_json::from_slice::<serde_json::Value>(bytes).ok();
    let told = told.as_ref().and_then(|pack| pack.pointer("/evidence/audit/events")?.as_array());
    let events: Option<Vec<AuditEvent>> =
        told.and_then(|told| told.iter().map(|event| serde_json::from_value(event.clone()).ok()).collect());
    let Some(events) = events else {
        faults.push(Fault::NotReadable { path: path.to_owned() });
        return;
    };
    for event in events {
        checked.events += 1;
        match sealed.get(&event.id) {
            None => checked.unsealed += 1,
            Some(sha256) if *sha256 == event.sha256() => {}
            Some(_) => {
                let (path, event) = (path.to_owned(), event.id.to_string());
                faults.push(Fault::EventAltered { path, event });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: &[u8]) -> PackFile {
        PackFile { path: path.to_owned(), bytes: bytes.to_vec() }
    }

    fn archive() -> Vec<PackFile> {
        let mut files = vec![file("b/pack.txt", b"two"), file("a.txt", b"one")];
        let listed = sums(&files);
        files.push(file(SUMS, listed.as_bytes()));
        files.push(file(SIGNATURE, b"good"));
        files.push(file(PUBLIC_KEY, pem(&[7; 32]).as_bytes()));
        files
    }

    fn faults(files: &[PackFile], expected: Option<&str>) -> Vec<Fault> {
        check(files, expected, |key, _, signature| key == [7; 32] && signature == b"good").faults
    }

    #[test]
    fn a_key_reads_back_from_what_openssl_reads() {
        for fill in [0, 7, 255] {
            assert_eq!(key_of_pem(&pem(&[fill; 32])), Some([fill; 32]));
        }
        assert_eq!(base64(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
        assert!(key_of_pem("nothing").is_none());
    }

    #[test]
    fn every_change_to_an_archive_is_named() {
        let told = |fill: u8| hex(&Sha256::digest([fill; 32]));
        assert_eq!(faults(&archive(), Some(&told(7))), []);
        assert_eq!(faults(&archive(), Some(&told(8))), [Fault::OtherKey]);
        let mut altered = archive();
        altered[0].bytes = b"twa".to_vec();
        assert_eq!(faults(&altered, None), [Fault::Altered { path: "b/pack.txt".into() }]);
        let mut gone = archive();
        gone.remove(1);
        assert_eq!(faults(&gone, None), [Fault::Missing { path: "a.txt".into() }]);
        let mut more = archive();
        more.push(file("slipped.in", b""));
        assert_eq!(faults(&more, None), [Fault::Unlisted { path: "slipped.in".into() }]);
        let mut forged = archive();
        forged[3].bytes = b"bad".to_vec();
        assert_eq!(faults(&forged, None), [Fault::BadSignature]);
        assert_eq!(faults(&[], None).len(), 3);
    }
}
