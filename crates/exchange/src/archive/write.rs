//! Files into one archive.

use std::io::Write;

use ccm::proof::seal::PackFile;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use super::{CENTRAL, DATE, DEFLATED, END, LOCAL, UTF8, VERSION};

/// `None`: more than the format's 32-bit form holds.
pub(super) fn zip(files: &[PackFile]) -> Option<Vec<u8>> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let offset = u32::try_from(zip.len()).ok()?;
        let mut crc = Crc::new();
        crc.update(&file.bytes);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&file.bytes).ok()?;
        let packed = encoder.finish().ok()?;
        let mut head = Vec::new();
        for word in [VERSION, UTF8, DEFLATED, 0, DATE] {
            head.extend_from_slice(&word.to_le_bytes());
        }
        for word in [crc.sum(), u32::try_from(packed.len()).ok()?, u32::try_from(file.bytes.len()).ok()?] {
            head.extend_from_slice(&word.to_le_bytes());
        }
        head.extend_from_slice(&u16::try_from(file.path.len()).ok()?.to_le_bytes());
        head.extend_from_slice(&0u16.to_le_bytes());

        zip.extend_from_slice(&LOCAL.to_le_bytes());
        zip.extend_from_slice(&head);
        zip.extend_from_slice(file.path.as_bytes());
        zip.extend_from_slice(&packed);

        directory.extend_from_slice(&CENTRAL.to_le_bytes());
        directory.extend_from_slice(&VERSION.to_le_bytes());
        directory.extend_from_slice(&head);
        // No remark, first disk, no attributes of inside or outside.
        directory.extend_from_slice(&[0; 2 + 2 + 2 + 4]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(file.path.as_bytes());
    }
    let (offset, size) = (u32::try_from(zip.len()).ok()?, u32::try_from(directory.len()).ok()?);
    let count = u16::try_from(files.len()).ok()?.to_le_bytes();
    zip.extend_from_slice(&directory);
    zip.extend_from_slice(&END.to_le_bytes());
    zip.extend_from_slice(&[0; 4]);
    zip.extend_from_slice(&count);
    zip.extend_from_slice(&count);
    zip.extend_from_slice(&size.to_le_bytes());
    zip.extend_from_slice(&offset.to_le_bytes());
    zip.extend_from_slice(&[0; 2]);
    Some(zip)
}
