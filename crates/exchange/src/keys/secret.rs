//! A file of 32 secret bytes.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
};

use app::ports::SecretKey;
use app::{Error, Result};
use aws_lc_rs::rand;

/// Only the owner reads and writes.
const MODE: u32 = 0o600;

/// Reads the file, or makes it. Of two programs that make it at once, both read the first one's.
///
/// # Errors
/// [`Error::Internal`] when it cannot be read or made, is open to others, or does not hold 32 bytes.
pub(super) fn read_or_make(path: &Path) -> Result<SecretKey> {
    let failed = |error: io::Error| Error::Internal(format!("key file {}: {error}", path.display()));
    match read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make(path).map_err(failed)?;
            read(path).map_err(failed)
        }
        answer => answer.map_err(failed),
    }
}

fn read(path: &Path) -> io::Result<SecretKey> {
    let file = File::open(path)?;
    if file.metadata()?.mode() & 0o077 != 0 {
        return Err(io::Error::other("others may read it; its mode must be 600"));
    }
    let mut bytes = Vec::with_capacity(33);
    file.take(33).read_to_end(&mut bytes)?;
    let key = SecretKey::from_slice(&bytes).ok_or_else(|| io::Error::other("it does not hold 32 bytes"));
    bytes.fill(0);
    key
}

/// Written whole beside its place and then linked there, so that nobody ever reads half a key, and an existing
/// key is never written over.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut secret = [0; 32];
    let mut name = [0; 8];
    rand::fill(&mut secret)
        .and_then(|()| rand::fill(&mut name))
        .map_err(|_| io::Error::other("no random bytes"))?;
    let draft = folder.join(format!(".key-{:016x}", u64::from_be_bytes(name)));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(MODE).open(&draft)?;
    let written = file.write_all(&secret).and_then(|()| file.sync_all());
    secret.fill(0);
    let linked = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        answer => answer,
    });
    fs::remove_file(&draft)?;
    linked?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_kept_to_its_owner() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("keys/kek");
        let made = read_or_make(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, MODE);
        assert_eq!(made.bytes(), read_or_make(&path).unwrap().bytes());
        assert_eq!(fs::read_dir(home.path().join("keys")).unwrap().count(), 1);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(read_or_make(&path).is_err());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, [1; 33]).unwrap();
        assert!(read_or_make(&path).is_err());
    }

    #[test]
    fn those_who_make_it_together_get_the_same() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("kek");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| *read_or_make(&path).unwrap().bytes())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
