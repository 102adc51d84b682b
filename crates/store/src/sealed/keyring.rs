//! One organization's open keys: seals with the newest, opens with any, indexes with one derived from the first.

use std::cell::RefCell;

use app::ports::SecretKey;
use app::{Error, Result};
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf, hmac,
    rand::{SecureRandom, SystemRandom},
};
use ccm::basics::OrganizationId;
use ccm::people::Identifier;
use zstd::bulk::{Compressor, Decompressor};

use super::at::At;

const PLAIN: u8 = 1;
const PACKED: u8 = 2;
/// Form and key id.
const HEAD: usize = 1 + 4;
const CONTENT: usize = HEAD + NONCE_LEN;
/// The length in front of compressed content.
const LENGTH: usize = 4;
/// Its quickest: a twentieth larger than what zstd's own command writes, in half the time.
const LEVEL: i32 = 1;
/// Nonces that are drawn at once for many values: a draw costs as much as sealing.
const NONCES: usize = 256;

pub(crate) struct Keyring {
    organization: OrganizationId,
    /// Oldest first, never empty.
    keys: Vec<(u32, LessSafeKey)>,
    index: hmac::Key,
    random: SystemRandom,
}

impl Keyring {
    /// `None` without any key, or with one that is none.
    pub fn new(organization: OrganizationId, keys: &[(u32, SecretKey)]) -> Option<Self> {
        let (_, first) = keys.first()?;
        let open = |(id, key): &(u32, SecretKey)| {
            Some((*id, LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.bytes()).ok()?)))
        };
        Some(Self {
            organization,
            keys: keys.iter().map(open).collect::<Option<_>>()?,
            index: index_key(organization, first)?,
            random: SystemRandom::new(),
        })
    }

    /// The number of the key that seals.
    pub fn newest(&self) -> Option<u32> {
        self.keys.last().map(|(id, _)| *id)
    }

    /// Seals a value for one place.
    pub fn seal(&self, at: &At, content: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        self.fill(&mut nonce)?;
        self.seal_as(PLAIN, at, nonce, &[content])
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        self.random.fill(bytes).map_err(|_| Error::Internal("no randomness".to_owned()))
    }

    fn seal_as(&self, form: u8, at: &At, nonce: [u8; NONCE_LEN], content: &[&[u8]]) -> Result<Vec<u8>> {
        let failed = || Error::Internal(format!("{}: cannot be sealed", at.name()));
        let (key_id, key) = self.keys.last().ok_or_else(failed)?;
        let length = content.iter().map(|part| part.len()).sum::<usize>();
        let mut sealed = Vec::with_capacity(CONTENT + length + AES_256_GCM.tag_len());
        sealed.push(form);
        sealed.extend_from_slice(&key_id.to_be_bytes());
        let aad = self.aad(&sealed, at);
        sealed.extend_from_slice(&nonce);
        content.iter().for_each(|part| sealed.extend_from_slice(part));
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = key.seal_in_place_separate_tag(nonce, aad, &mut sealed[CONTENT..]).map_err(|_| failed())?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens what was sealed for this very place.
    ///
    /// # Errors
    /// [`Error::Internal`] when it was altered or moved; [`Error::Unavailable`] when it was sealed under a key
    /// newer than those in memory, which repeating the work fetches.
    pub fn open(&self, at: &At, mut sealed: Vec<u8>) -> Result<Vec<u8>> {
        let broken = || Error::Internal(format!("{}: a sealed value does not open", at.name()));
        if sealed.len() < CONTENT + AES_256_GCM.tag_len() {
            return Err(broken());
        }
        let form = sealed[0];
        let key_id = u32::from_be_bytes([sealed[1], sealed[2], sealed[3], sealed[4]]);
        let Some((_, key)) = self.keys.iter().find(|(id, _)| *id == key_id) else {
            let is_newer = self.keys.last().is_some_and(|(newest, _)| key_id > *newest);
            return Err(if is_newer { Error::Unavailable("a newer data key".to_owned()) } else { broken() });
        };
        let aad = self.aad(&sealed[..HEAD], at);
        let nonce = Nonce::try_assume_unique_for_key(&sealed[HEAD..CONTENT]).map_err(|_| broken())?;
        let length = key.open_in_place(nonce, aad, &mut sealed[CONTENT..]).map_err(|_| broken())?.len();
        sealed.truncate(CONTENT + length);
        match form {
            PLAIN => {
                sealed.drain(..CONTENT);
                Ok(sealed)
            }
            PACKED => unpack(&sealed[CONTENT..]).ok_or_else(broken),
            _ => Err(broken()),
        }
    }

    pub fn open_text(&self, at: &At, sealed: Vec<u8>) -> Result<String> {
        String::from_utf8(self.open(at, sealed)?)
            .map_err(|_| Error::Internal(format!("{}: a sealed value is no text", at.name())))
    }

    /// The blind index of an identifier: the same for the same system and value everywhere in the organization,
    /// and nothing to anybody else.
    pub fn index(&self, system: &str, value: &str) -> Vec<u8> {
        let text = format!("{system}|{}", normalized(system, value));
        hmac::sign(&self.index, text.as_bytes()).as_ref().to_vec()
    }

    fn aad(&self, head: &[u8], at: &At) -> Aad<Vec<u8>> {
        let mut aad = Vec::with_capacity(16 + HEAD + at.as_slice().len());
        aad.extend_from_slice(self.organization.0.as_bytes());
        aad.extend_from_slice(head);
        aad.extend_from_slice(at.as_slice());
        Aad::from(aad)
    }
}

/// Seals compressed. One for many values: making it costs more than using it.
pub(crate) struct Packer {
    compressor: Compressor<'static>,
    /// Drawn and not used yet.
    nonces: Vec<[u8; NONCE_LEN]>,
}

impl Packer {
    pub fn new() -> Result<Self> {
        let compressor = Compressor::new(LEVEL).map_err(|_| Error::Internal("no compressor".to_owned()))?;
        Ok(Self { compressor, nonces: Vec::new() })
    }

    fn nonce(&mut self, keys: &Keyring) -> Result<[u8; NONCE_LEN]> {
        if self.nonces.is_empty() {
            let mut drawn = [[0; NONCE_LEN]; NONCES];
            keys.fill(drawn.as_flattened_mut())?;
            self.nonces.extend(drawn);
        }
        self.nonces.pop().ok_or_else(|| Error::Internal("no nonce".to_owned()))
    }

    pub fn seal(&mut self, keys: &Keyring, at: &At, content: &[u8]) -> Result<Vec<u8>> {
        let failed = || Error::Internal(format!("{}: cannot be packed", at.name()));
        let length = u32::try_from(content.len()).map_err(|_| failed())?;
        let packed = self.compressor.compress(content).map_err(|_| failed())?;
        let nonce = self.nonce(keys)?;
        keys.seal_as(PACKED, at, nonce, &[&length.to_be_bytes(), &packed])
    }
}

thread_local! {
    /// One for each thread: making it costs more than using it.
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn unpack(content: &[u8]) -> Option<Vec<u8>> {
    let (length, packed) = content.split_first_chunk::<LENGTH>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let content = DECOMPRESSOR.with_borrow_mut(|kept| {
        let decompressor = match kept {
            Some(kept) => kept,
            None => kept.insert(Decompressor::new().ok()?),
        };
        decompressor.decompress(packed, length).ok()
    })?;
    (content.len() == length).then_some(content)
}

/// The index must outlive a change of data keys, so it hangs on the first one.
fn index_key(organization: OrganizationId, first: &SecretKey) -> Option<hmac::Key> {
    let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"perennial blind index 1");
    let secret = salt.extract(first.bytes());
    let info: [&[u8]; 1] = [organization.0.as_bytes()];
    secret.expand(&info, hmac::HMAC_SHA256).ok().map(hmac::Key::from)
}

/// An MBI is one number with or without dashes, in either case; others are what they are.
fn normalized(system: &str, value: &str) -> String {
    if system == Identifier::MBI {
        let plain = value.chars().filter(|c| !matches!(c, '-' | ' '));
        plain.map(|c| c.to_ascii_uppercase()).collect()
    } else {
        value.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ONE: OrganizationId = OrganizationId(Uuid::from_u128(1));
    const OTHER: OrganizationId = OrganizationId(Uuid::from_u128(2));

    fn ring(organization: OrganizationId, keys: &[(u32, u8)]) -> Keyring {
        let keys: Vec<_> = keys.iter().map(|(id, fill)| (*id, SecretKey::new([*fill; 32]))).collect();
        Keyring::new(organization, &keys).unwrap()
    }

    fn at(row: u128) -> At {
        At::column("patient.contact_sealed").id(Uuid::from_u128(row))
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_alone() {
        let keys = ring(ONE, &[(1, 7)]);
        let sealed = keys.seal(&at(1), b"555-0100").unwrap();
        assert!(!sealed.windows(8).any(|piece| piece == b"555-0100"));
        assert_eq!(keys.open(&at(1), sealed.clone()).unwrap(), b"555-0100");
        assert!(keys.open(&at(2), sealed.clone()).is_err());
        let other_column = At::column("patient.other").id(Uuid::from_u128(1));
        assert!(keys.open(&other_column, sealed.clone()).is_err());
        assert!(ring(OTHER, &[(1, 7)]).open(&at(1), sealed.clone()).is_err());
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert!(keys.open(&at(1), altered).is_err(), "byte {place}");
            assert!(keys.open(&at(1), sealed[..place].to_vec()).is_err(), "cut at {place}");
        }
    }

    #[test]
    fn packed_content_comes_back_whole() {
        let keys = ring(ONE, &[(1, 7)]);
        let mut packer = Packer::new().unwrap();
        for content in [b"".to_vec(), b"{}".repeat(5_000)] {
            let sealed = packer.seal(&keys, &at(1), &content).unwrap();
            assert!(sealed.len() < 200);
            assert_eq!(keys.open(&at(1), sealed).unwrap(), content);
        }
    }

    #[test]
    fn the_newest_key_seals_and_every_key_opens() {
        let (old, both) = (ring(ONE, &[(1, 7)]), ring(ONE, &[(1, 7), (2, 8)]));
        let (first, second) = (old.seal(&at(1), b"a").unwrap(), both.seal(&at(1), b"b").unwrap());
        assert_eq!(both.open(&at(1), first).unwrap(), b"a");
        assert!(matches!(old.open(&at(1), second), Err(Error::Unavailable(_))));
        assert_eq!(old.index("s", "v"), both.index("s", "v"));
    }

    #[test]
    fn the_index_knows_an_mbi_however_it_is_written() {
        let keys = ring(ONE, &[(1, 7)]);
        let index = |value| keys.index(Identifier::MBI, value);
        assert_eq!(index("1eg4-te5-mk73"), index("1EG4TE5MK73"));
        assert_ne!(index("1EG4TE5MK73"), keys.index("urn:other", "1EG4TE5MK73"));
        assert_ne!(index("1EG4TE5MK73"), ring(OTHER, &[(1, 7)]).index(Identifier::MBI, "1EG4TE5MK73"));
    }
}
