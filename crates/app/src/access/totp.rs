//! One-time codes (RFC 6238): set up, confirmed by a first code, used once each.

use std::fmt;

use ccm::basics::*;

use super::signed_in::SignedIn;
use crate::{App, Error, Result, Work};

/// RFC 4226 §4: a secret of 160 bits.
const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;
/// Clocks may be apart by so many steps.
const STEPS_APART: i64 = 1;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an authenticator is to be told. A secret: shown once, over the person's own screen.
pub struct NewTotp {
    /// In base 32, to be typed.
    pub secret: String,
    /// `otpauth://totp/…`, to be scanned.
    pub uri: String,
}

/// Makes a secret that nothing rests on before [`confirm`].
///
/// # Errors
/// [`Error::Conflict`] where there is a confirmed one: take it away first.
pub async fn begin(app: &App, signed_in: &SignedIn) -> Result<NewTotp> {
    let mut secret = [0; SECRET_BYTES];
    app.secrets.random(&mut secret)?;
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    if !work.tx.put_totp(signed_in.account, &secret).await? {
        return Err(Error::Conflict("one-time codes are set up already".to_owned()));
    }
    work.audit("begin", "totp", &signed_in.account.to_string(), None, serde_json::Value::Null);
    work.commit().await?;
    let text = base32(&secret);
    let login: String = signed_in.login.bytes().map(escaped).collect();
    let uri = format!("otpauth://totp/Perennial:{login}?secret={text}&issuer=Perennial&digits=6&period=30");
    Ok(NewTotp { secret: text, uri })
}

/// Begins to ask for codes, once one has come back right.
///
/// # Errors
/// [`Error::Invalid`] `one_time_code` for a wrong one; [`Error::NotFound`] where nothing was begun.
pub async fn confirm(app: &App, signed_in: &SignedIn, digits: &str) -> Result<()> {
    let mut work = app.begin(&signed_in.actor(), signed_in.place()).await?;
    let row = work.tx.totp(signed_in.account).await?.filter(|row| !row.is_confirmed);
    let row = row.ok_or(Error::NotFound("one-time codes"))?;
    let step = step_of(&work, &row.secret, digits);
    let wrong = || Error::invalid(Problem::new("one_time_code", "code"));
    let step = step.ok_or_else(wrong)?;
    if !work.tx.take_totp_step(signed_in.account, step).await? {
        return Err(wrong());
    }
    let now = work.now;
    work.tx.confirm_totp(signed_in.account, now).await?;
    work.audit("confirm", "totp", &signed_in.account.to_string(), None, serde_json::Value::Null);
    work.commit().await
}

/// Uses a code up.
pub(super) async fn use_code(work: &mut Work, account: AccountId, digits: &str) -> Result<bool> {
    let Some(row) = work.tx.totp(account).await?.filter(|row| row.is_confirmed) else { return Ok(false) };
    match step_of(work, &row.secret, digits) {
        Some(step) => work.tx.take_totp_step(account, step).await,
        None => Ok(false),
    }
}

/// The step whose code this is.
fn step_of(work: &Work, secret: &[u8], digits: &str) -> Option<i64> {
    let digits: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (typed, now) = (digits.parse::<u32>().ok()?, work.now.as_second().div_euclid(STEP_SECONDS));
    let secrets = &work.app().secrets;
    // All are computed, whichever fits: the answer takes as long.
    let fits = (now - STEPS_APART..=now + STEPS_APART)
        .map(|step| (step, secrets.one_time_code(secret, step)))
        .filter(|(_, code)| *code == typed);
    fits.fold(None, |_, (step, _)| Some(step))
}

fn base32(bytes: &[u8]) -> String {
    let (mut text, mut held, mut bits) = (String::new(), 0u32, 0);
    for &byte in bytes {
        (held, bits) = (held << 8 | u32::from(byte), bits + 8);
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

fn escaped(byte: u8) -> String {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

impl fmt::Debug for NewTotp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewTotp(…)")
    }
}

#[cfg(test)]
mod tests {
    /// RFC 4648 §10, without the padding that authenticators do without.
    #[test]
    fn base32_is_the_standard_one() {
        let table = [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")];
        for (plain, wanted) in table {
            assert_eq!(super::base32(plain.as_bytes()), wanted);
        }
    }
}
