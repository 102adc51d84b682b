//! A status: a word and a shape before it is a color.

/// What kind of status it is; each has a shape of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A ring: nothing to do.
    #[default]
    Plain,
    /// A check mark.
    Good,
    /// A dot: under way.
    Open,
    /// A triangle: look at it.
    Watch,
    /// An octagon: act now.
    Alarm,
}

impl Tone {
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "state-plain",
            Self::Good => "state-good",
            Self::Open => "state-open",
            Self::Watch => "state-watch",
            Self::Alarm => "state-alarm",
        }
    }

    /// The shape's path in a box of 12 by 12.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Plain => {
                "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM6 3.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5z"
            }
            Self::Good => "M1.5 6.5 4.5 9.5 10.5 2.5 9 1.5 4.4 7 2.7 5.2z",
            Self::Open => "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
            Self::Watch => "M6 1 11.5 11H.5z",
            Self::Alarm => "M3.7.5h4.6l3.2 3.2v4.6l-3.2 3.2H3.7L.5 8.3V3.7z",
        }
    }
}

/// Ready for the macro of `ui/badge.html`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub word: String,
    pub tone: Tone,
}

impl Status {
    pub fn new(word: impl Into<String>, tone: Tone) -> Self {
        Self { word: word.into(), tone }
    }
}
