//! A file taken apart with nothing of ours: at the bytes that its ISA says, and put together again.

/// Elements of each segment, as the first interchange of a file punctuates them.
#[derive(Clone)]
pub struct Split {
    pub element: u8,
    pub terminator: u8,
    pub segments: Vec<Vec<Vec<u8>>>,
}

impl Split {
    /// `None` where there is no ISA to say how.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let is_isa = bytes.starts_with(b"ISA");
        let (element, terminator) = (*bytes.get(3).filter(|_| is_isa)?, *bytes.get(105)?);
        let segments = bytes.split(|byte| *byte == terminator).map(|segment| {
            let segment = segment.trim_ascii_start();
            segment.split(|byte| *byte == element).map(<[u8]>::to_vec).collect()
        });
        let segments = segments.filter(|elements: &Vec<Vec<u8>>| elements.concat() != b"").collect();
        Some(Self { element, terminator, segments })
    }

    pub fn join(&self, after: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for segment in &self.segments {
            out.extend_from_slice(&segment.join(&self.element));
            out.push(self.terminator);
            out.extend_from_slice(after);
        }
        out
    }

    /// Whether segment `at` is called so.
    pub fn is(&self, at: usize, id: &[u8]) -> bool {
        self.segments.get(at).and_then(|segment| segment.first()).is_some_and(|first| first == id)
    }

    /// Where segments called so stand.
    pub fn places(&self, id: &[u8]) -> Vec<usize> {
        (0..self.segments.len()).filter(|at| self.is(*at, id)).collect()
    }
}
