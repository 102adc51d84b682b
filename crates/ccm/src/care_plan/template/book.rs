//! All templates that count at a practice.

use std::sync::{Arc, LazyLock};

use super::{Said, Template, Tongue, embedded};
use crate::basics::{Icd10Cm, Problem};

/// Templates in their order. Each is shared: a practice's book differs from the shipped one in a few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Templates {
    pub all: Vec<Arc<Template>>,
}

/// A line that has no words in the language that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TongueGap;

impl Templates {
    /// The templates that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same files.
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<Templates> = LazyLock::new(|| {
            Templates::from_files(embedded::FILES.iter().copied())
                .unwrap_or_else(|problems| panic!("the embedded plan templates are wrong: {problems:?}"))
        });
        &BOOK
    }

    /// Reads files by their names under `plans/`.
    ///
    /// # Errors
    /// Every problem of every file at once, each with its place.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<Problem>> {
        let (mut all, mut problems) = (Vec::new(), Vec::new());
        for (name, text) in files {
            match toml::from_str::<Template>(text) {
                Ok(template) => {
                    let wrong = template.check().into_iter();
                    problems
                        .extend(wrong.map(|one| Problem { path: format!("{name}: {}", one.path), ..one }));
                    if name != format!("{}.toml", template.plan) {
                        problems.push(Problem::new("not_of_this_file", format!("{name}: plan")));
                    }
                    all.push(Arc::new(template));
                }
                // The files are ours and hold nobody's health: what the parser says may be shown.
                Err(error) => {
                    problems.push(Problem::new("not_readable", name).with("found", error.message()));
                }
            }
        }
        if problems.is_empty() { Ok(Self::of(all)) } else { Err(problems) }
    }

    fn of(mut all: Vec<Arc<Template>>) -> Self {
        all.sort_by(|a, b| (a.order, &a.plan).cmp(&(b.order, &b.plan)));
        Self { all }
    }

    /// With a practice's own versions in the place of the shipped ones.
    pub fn with(&self, own: impl IntoIterator<Item = Template>) -> Self {
        let mut all = self.all.clone();
        for template in own {
            all.retain(|one| one.plan != template.plan);
            all.push(Arc::new(template));
        }
        Self::of(all)
    }

    pub fn get(&self, plan: &str) -> Option<&Template> {
        self.all.iter().find(|one| one.plan == plan).map(Arc::as_ref)
    }

    /// Those that speak of at least one of the conditions.
    pub fn for_conditions(&self, codes: &[Icd10Cm]) -> Vec<&Template> {
        self.all.iter().map(Arc::as_ref).filter(|one| codes.iter().any(|code| one.is_for(code))).collect()
    }

    /// A line of a plan in a language: as a template says it there. A line that somebody typed stands as they typed it.
    ///
    /// # Errors
    /// [`TongueGap`] where no template knows the line: whoever prints it says so.
    pub fn translated<'a>(&'a self, line: &'a str, tongue: Tongue) -> Result<&'a str, TongueGap> {
        let said = self.all.iter().flat_map(|one| {
            let goals = one.goals.iter().map(|goal| &goal.words);
            goals.chain(one.lines.values().flatten()).chain(std::iter::once(&one.problem))
        });
        let mut known = said.filter(|said: &&Said| said.is(line));
        known.next().map(|said| said.in_tongue(tongue)).ok_or(TongueGap)
    }
}
