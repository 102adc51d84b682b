//! A picture that a telephone's camera reads.

use qrcode::{Color, EcLevel, QrCode};

/// Dark squares as one SVG path over a light ground: as wide and high as `side`, the quiet zone in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    pub side: usize,
    pub path: String,
}

/// Modules of light ground around the code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

impl Qr {
    /// `None`: longer than any such picture holds.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            let mut column = 0;
            // One stroke for each run of dark modules.
            for run in modules.chunk_by(|a, b| a == b) {
                if run[0] == Color::Dark {
                    let (x, y, length) = (column + QUIET, row + QUIET, run.len());
                    path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
                }
                column += run.len();
            }
        }
        Some(Self { side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_stands_in_the_corner_after_the_quiet_zone() {
        let one = Qr::of("otpauth://totp/Perennial:nurse?secret=JBSWY3DPEHPK3PXP").unwrap();
        assert!(one.path.starts_with("M4 4h7v1h-7z"));
        assert_eq!((one.side - 2 * QUIET - 17) % 4, 0);
        assert_eq!(Qr::of(&"x".repeat(5_000)), None);
    }
}
