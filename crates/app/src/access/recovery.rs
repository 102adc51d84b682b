//! Recovery codes: ten, each for one use, for the day the telephone is lost.

use ccm::basics::*;
use sha2::{Digest, Sha256};

use super::signed_in::SignedIn;
use crate::{App, Error, Result, Work};

const CODES: usize = 10;
/// 80 bits: sixteen letters of five bits.
const CODE_BYTES: usize = 10;
/// Crockford's: no letter that is mistaken for a digit.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes new codes in place of all earlier ones. They are shown once.
///
/// # Errors
/// [`Error::Conflict`] for an account without a second factor, to which they would be the only one.
pub async fn make(app: &App, signed_in: &SignedIn) -> Result<Vec<String>> {
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let mut bytes = [0; CODE_BYTES];
        app.secrets.random(&mut bytes)?;
        codes.push(written(&bytes));
    }
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    if super::second_factor::owed(&mut work, signed_in.account).await?.is_empty() {
        return Err(Error::Conflict("recovery codes stand beside a second factor; set one up first".into()));
    }
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| sha256(signed_in.account, &plain(code))).collect();
    let now = work.now;
    work.tx.put_recovery_codes(signed_in.account, &hashes, now).await?;
    work.audit("make", "recovery_codes", &signed_in.account.to_string(), None, serde_json::Value::Null);
    work.commit().await?;
    Ok(codes)
}

/// How many are left.
///
/// # Errors
/// Storage's failures.
pub async fn left(app: &App, signed_in: &SignedIn) -> Result<i64> {
    let mut work = app.begin_read(&signed_in.actor(), signed_in.place()).await?;
    work.tx.recovery_codes_left(signed_in.account).await
}

/// Uses a code up, in the transaction of what it proves.
pub(super) async fn use_one(work: &mut Work, account: AccountId, code: &str) -> Result<bool> {
    let now = work.now;
    let is_used = work.tx.take_recovery_code(account, sha256(account, &plain(code)), now).await?;
    if is_used {
        work.audit("use", "recovery_code", &account.to_string(), None, serde_json::Value::Null);
    }
    Ok(is_used)
}

fn sha256(account: AccountId, code: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"perennial recovery code 1");
    hash.update(account.0.as_bytes());
    hash.update(code);
    hash.finalize().into()
}

/// Four groups of four.
fn written(bytes: &[u8; CODE_BYTES]) -> String {
    let bits = bytes.iter().fold(0u128, |bits, &byte| bits << 8 | u128::from(byte));
    let letters = (0..16).map(|place| char::from(LETTERS[(bits >> (place * 5) & 31) as usize]));
    let mut text = String::with_capacity(19);
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

/// As somebody may have typed it.
fn plain(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    let meant = letters.map(|c| match c {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    });
    meant.take(64).collect()
}
