//! A file as others write it: other delimiters, one segment a line, words in small letters, a patient who is not the
//! subscriber, two claims of one subscriber, two billing providers, other payers, and most segments that we never write.

pub const CLAIMS: &str = include_str!("claims.edi");
