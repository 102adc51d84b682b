//! The fonts of the pages: one for reading, and behind it one that has nearly every letter.

use std::sync::LazyLock;

use rustybuzz::ttf_parser::GlyphId;

/// One font in one weight.
pub struct Face {
    pub shaper: rustybuzz::Face<'static>,
    pub bytes: &'static [u8],
    /// Of the font's own square.
    pub units: f32,
}

/// Which face, by its place in [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId(pub usize);

/// Faces in pairs, regular and strong, the one to be preferred first.
pub struct Fonts {
    pub faces: Vec<Face>,
}

/// In the order in which they are asked for a letter.
const FAMILIES: [[&str; 2]; 2] = [["reading-400", "reading-700"], ["letters-400", "letters-700"]];

impl Fonts {
    /// Those that `assets` embeds; `None` in a build without them.
    pub fn embedded() -> Option<&'static Self> {
        static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(Fonts::read);
        FONTS.as_ref()
    }

    fn read() -> Option<Self> {
        let faces = FAMILIES.iter().flatten().map(|name| {
            let bytes = assets::font(name)?;
            let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
            let units = f32::from(shaper.units_per_em().try_into().unwrap_or(1000_i16));
            Some(Face { shaper, bytes, units })
        });
        Some(Self { faces: faces.collect::<Option<_>>()? })
    }

    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0]
    }

    /// The face that has a letter; `None`: no font of ours does.
    pub fn with(&self, letter: char, is_strong: bool) -> Option<FaceId> {
        let pairs = (0..FAMILIES.len()).map(|pair| FaceId(2 * pair + usize::from(is_strong)));
        pairs.into_iter().find(|id| self.has(*id, letter))
    }

    pub fn has(&self, id: FaceId, letter: char) -> bool {
        self.face(id).shaper.glyph_index(letter).is_some_and(|glyph| glyph != GlyphId(0))
    }
}
