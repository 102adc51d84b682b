//! Where in the guide are we? Each segment is looked for from where we stand: later in the loop that is open, then in
//! the one around it. What was passed over and is required is missing.

use crate::guide::{Child, Guide, SegmentRule};
use crate::problem::{Problems, Reason, Tag};
use crate::tokenizer::Indexed;

pub(super) struct Walk<'g> {
    guide: &'g Guide,
    /// The loops that are open, the outermost first.
    frames: Vec<Frame>,
    /// How often each child of each open loop was seen.
    counts: Vec<u32>,
}

/// An open loop.
#[derive(Clone, Copy)]
struct Frame {
    inside: usize,
    /// The first child that may come next.
    from: usize,
    /// Where its children's counts begin.
    counts: usize,
}

impl<'g> Walk<'g> {
    pub fn along(guide: &'g Guide) -> Self {
        let mut walk = Self { guide, frames: Vec::new(), counts: Vec::new() };
        walk.open(0, 0);
        walk
    }

    /// Goes to the segment's place and gives what the guide asks of it there. A segment without a place is noted,
    /// and we stay where we were.
    pub fn step(&mut self, s: &Indexed<'_>, problems: &mut Problems) -> Option<&'g SegmentRule> {
        let guide = self.guide;
        let id = Tag::of(s.segment().id());
        for depth in (0..self.frames.len()).rev() {
            let frame = self.frames[depth];
            let children = &guide.loops[frame.inside].children;
            let fits = |child: &Child| guide.segments[child.segment].fits(id, s);
            let Some(found) = (frame.from..children.len()).find(|n| fits(&children[*n])) else { continue };
            let child = &children[found];
            self.passed(depth, child.place, s, problems);
            self.frames.truncate(depth + 1);
            self.counts.truncate(frame.counts + children.len());
            self.frames[depth].from = first_of_place(children, found).max(usize::from(depth > 0));
            let count = &mut self.counts[frame.counts + found];
            *count += 1;
            if *count > child.most {
                problems.note(s, 0, 0, Reason::TooMany { most: child.most });
            }
            if let Some(opens) = child.opens {
                self.open(opens, 1);
            }
            return Some(&guide.segments[child.segment]);
        }
        problems.note(s, 0, 0, Reason::Unexpected);
        None
    }

    /// After the last segment: what is still missing.
    pub fn end(&mut self, last: &Indexed<'_>, problems: &mut Problems) {
        self.passed(0, u16::MAX, last, problems);
    }

    /// `seen` is 1 for a loop that its first segment opened, and which only that segment's next can open again.
    fn open(&mut self, inside: usize, seen: usize) {
        let counts = self.counts.len();
        self.counts.resize(counts + self.guide.loops[inside].children.len(), 0);
        self.counts[counts..counts + seen].fill(1);
        self.frames.push(Frame { inside, from: seen, counts });
    }

    /// Notes what is required between here and a place in the loop at `depth`.
    fn passed(&self, depth: usize, place: u16, s: &Indexed<'_>, problems: &mut Problems) {
        for (n, frame) in self.frames.iter().enumerate().skip(depth) {
            let children = &self.guide.loops[frame.inside].children;
            let ahead = children.iter().enumerate().skip(frame.from);
            let passed = ahead.take_while(|(_, child)| n > depth || child.place < place);
            for (at, child) in passed.filter(|(_, child)| child.is_required) {
                if self.counts[frame.counts + at] == 0 {
                    let rule = &self.guide.segments[child.segment];
                    problems.note(s, 0, 0, Reason::Missing { id: rule.id, first: rule.first() });
                }
            }
        }
    }
}

fn first_of_place(children: &[Child], found: usize) -> usize {
    let before = children[..found].iter().rev();
    found - before.take_while(|child| child.place == children[found].place).count()
}
