//! ZIP archives, as far as an evidence pack needs them (APPNOTE 6.3.x): deflated files, no encryption, no 64-bit form.
//!
//! Written by ourselves over `flate2`, which is here already: the part of the format in question is three records of
//! fixed size, the same files must give the same bytes, and what strangers send is read within named limits.

mod read;
mod write;

pub use read::read;

use app::ports::Archives;
use app::{Error, Result};
use ccm::proof::seal::PackFile;

/// Each file's head, before its bytes.
const LOCAL: u32 = 0x0403_4b50;
/// Each file's line in the directory at the end.
const CENTRAL: u32 = 0x0201_4b50;
/// The end of the directory.
const END: u32 = 0x0605_4b50;
/// Stored as it is; deflated.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The name is UTF-8.
const UTF8: u16 = 1 << 11;
/// 1980-01-01, the first day that the format knows: the same files give the same bytes.
const DATE: u16 = 1 << 5 | 1;
/// 2.0: deflate and folders.
const VERSION: u16 = 20;

/// An unpacked archive may hold so much: a pack is far smaller.
pub const MOST_BYTES: u64 = 1 << 30;
pub const MOST_FILES: usize = 10_000;

/// The port over it.
pub struct Zip;

impl Archives for Zip {
    fn zip(&self, files: &[PackFile]) -> Result<Vec<u8>> {
        write::zip(files).ok_or_else(|| Error::Internal("the files do not fit into one archive".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(path: &str, bytes: &[u8]) -> PackFile {
        PackFile { path: path.to_owned(), bytes: bytes.to_vec() }
    }

    #[test]
    fn an_archive_reads_back_and_is_the_same_each_time() {
        let files =
            [file("a.txt", b""), file("claims/P1/pack.json", &[b'x'; 70_000]), file("b.sig", &[0, 159, 255])];
        let zip = Zip.zip(&files).unwrap();
        assert!(zip.len() < 2_000);
        assert_eq!(zip, Zip.zip(&files).unwrap());
        assert!(read(&zip).unwrap() == files);
    }

    #[test]
    fn what_is_no_archive_or_was_altered_is_refused() {
        let zip = Zip.zip(&[file("a.txt", b"some words, some words, some words")]).unwrap();
        assert!(read(b"").is_err() && read(b"PK").is_err() && read(&zip[..zip.len() - 1]).is_err());
        let mut altered = zip.clone();
        altered[40] ^= 1;
        assert!(read(&altered).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_altered_archive_is_read_without_a_panic(place in 0usize..200, byte: u8) {
            let mut zip = Zip.zip(&[file("a.txt", b"words, words"), file("b", b"")]).unwrap();
            let place = place % zip.len();
            zip[place] = byte;
            let _ = read(&zip);
        }
    }
}
