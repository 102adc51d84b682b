//! What reading and translating have to say: counts, and problems with their places.

use std::collections::BTreeMap;

use app::people::ReadingReport;
use ccm::basics::Problem;

/// The report under way.
#[derive(Default)]
pub(in crate::ehr) struct Notes {
    pub report: ReadingReport,
}

/// Where a resource stands, for the path of a problem.
#[derive(Clone, Copy)]
pub(super) enum Place<'p> {
    /// In an entry of a Bundle.
    Entry { file: &'p str, index: usize },
    /// In words that were made before: `Patient.ndjson: line 3`.
    Words(&'p str),
}

impl Place<'_> {
    /// The place in words.
    pub fn words(self) -> String {
        match self {
            Self::Entry { file, index } => format!("{file}: entry[{index}].resource"),
            Self::Words(words) => words.to_owned(),
        }
    }

    fn of(self, element: &str) -> String {
        match self {
            Self::Entry { .. } => format!("{}.{element}", self.words()),
            Self::Words(words) => format!("{words}: {element}"),
        }
    }
}

impl Notes {
    /// Different codes counted; what comes beyond is counted together.
    const UNMAPPED_MAX: usize = 2_000;

    pub fn read(&mut self, resource_type: &str) {
        count(&mut self.report.read, resource_type);
    }

    /// Something that stays in the sealed original alone: a type we do not read, or an element we do not take.
    pub fn kept_unread(&mut self, what: &str) {
        count(&mut self.report.kept_unread, what);
    }

    pub fn unmapped(&mut self, system: &str, code: &str) {
        let unmapped = &mut self.report.unmapped;
        let key = format!("{system} {code}");
        if unmapped.len() >= Self::UNMAPPED_MAX && !unmapped.contains_key(&key) {
            count(unmapped, "others");
        } else {
            count(unmapped, &key);
        }
    }

    /// An element is refused; its resource is kept.
    pub fn refuse(&mut self, code: &str, place: Place<'_>, element: &str) {
        self.report.refuse(Problem::new(code, place.of(element)));
    }

    /// A resource or a whole document is refused. `line`: of Bulk Data.
    pub fn refuse_fhir(&mut self, file: &str, line: Option<usize>, problem: &fhir::Problem) {
        let mut path = file.to_owned();
        if let Some(line) = line {
            path += &format!(": line {line}");
        }
        if !problem.path.is_empty() {
            path = format!("{path}: {}", problem.path);
        }
        let mut ours = Problem::new(problem.code(), path);
        for (name, value) in problem.reason.args() {
            ours = ours.with(name, value);
        }
        if line.is_none() {
            ours = ours.with("line", problem.place.line);
        }
        self.report.refuse(ours.with("column", problem.place.column));
    }
}

fn count(counts: &mut BTreeMap<String, u64>, what: &str) {
    match counts.get_mut(what) {
        Some(count) => *count += 1,
        None => drop(counts.insert(what.to_owned(), 1)),
    }
}
