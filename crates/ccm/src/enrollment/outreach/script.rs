//! What is read aloud when somebody is invited: data of `enrollment/script.toml`, with the patient's own figures put in.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::basics::{Cents, Date, Problem};
use crate::enrollment::Program;

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptElement {
    pub word: String,
    pub en: String,
    pub es: String,
}

/// A step of the talk.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptStep {
    pub word: String,
    /// Only for a cost of this kind; `None`: always.
    pub when: Option<Told>,
    pub en: String,
    pub es: String,
}

/// What a patient is told of their cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    None,
    Some,
    Unknown,
}

impl Told {
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some => "some",
            Self::Unknown => "unknown",
        }
    }
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scripts {
    pub version: u32,
    pub from: Date,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "step")]
    pub steps: Vec<ScriptStep>,
    /// What must be read and understood, by the words of `rules/programs.toml`.
    #[serde(rename = "element")]
    pub elements: Vec<ScriptElement>,
    #[serde(rename = "cost")]
    costs: Vec<ScriptElement>,
    #[serde(rename = "program")]
    programs: Vec<ScriptElement>,
}

/// What is put in.
#[derive(Clone, PartialEq, Eq)]
pub struct Filled {
    pub is_spanish: bool,
    pub caller: String,
    pub practice: String,
    pub doctor: String,
    pub number: String,
    pub program: Program,
    pub told: Told,
    pub amount: Option<Cents>,
}

impl Scripts {
    /// The script that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| {
            Scripts::read(include_str!("../../../../../enrollment/script.toml"))
                .unwrap_or_else(|problems| panic!("the embedded script is wrong: {problems:?}"))
        });
        &SCRIPTS
    }

    /// # Errors
    /// Every problem of the file at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_readable", "script.toml").with("found", error.message())]
        })?;
        let problems = read.problems();
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    /// An empty sentence, a gap that nothing fills, a gap that one language lacks, a cost without its words.
    fn problems(&self) -> Vec<Problem> {
        let steps = self.steps.iter().map(|one| (&one.word, &one.en, &one.es));
        let others = [&self.elements, &self.costs, &self.programs].into_iter().flatten();
        let all = steps.chain(others.map(|one| (&one.word, &one.en, &one.es)));
        let wrong = all.filter(|(_, en, es)| {
            let (en_gaps, es_gaps) = (gaps(en), gaps(es));
            en.trim().is_empty()
                || es.trim().is_empty()
                || en_gaps != es_gaps
                || en_gaps.iter().any(|gap| !GAPS.contains(&gap.as_str()))
        });
        let mut problems: Vec<Problem> =
            wrong.map(|(word, ..)| Problem::new("script", format!("script.toml: {word}"))).collect();
        for told in [Told::None, Told::Some, Told::Unknown] {
            let has_step = self.steps.iter().any(|step| step.when == Some(told));
            if !has_step || !self.costs.iter().any(|one| one.word == told.word()) {
                problems.push(Problem::new("required", format!("script.toml: {}", told.word())));
            }
        }
        problems
    }

    /// What is named in the record of a consent: whose wording it was, and which.
    pub fn wording(&self, is_spanish: bool) -> String {
        format!("invitation-{}-{}", self.version, if is_spanish { "es" } else { "en" })
    }

    /// The steps of the talk as they are read.
    pub fn read_aloud(&self, filled: &Filled) -> Vec<(&str, String)> {
        let fits = |step: &&ScriptStep| step.when.is_none_or(|when| when == filled.told);
        let steps = self.steps.iter().filter(fits);
        steps.map(|step| (step.word.as_str(), self.put_in(&step.en, &step.es, filled))).collect()
    }

    /// One element as it is read; `None` for a word that the script has no sentence for.
    pub fn element(&self, word: &str, filled: &Filled) -> Option<String> {
        let element = self.elements.iter().find(|one| one.word == word)?;
        Some(self.put_in(&element.en, &element.es, filled))
    }

    /// The cost in the patient's words.
    pub fn cost(&self, filled: &Filled) -> String {
        let amount = filled.amount.map(|cents| format!("${cents}")).unwrap_or_default();
        said(&self.costs, filled.told.word(), filled.is_spanish).replace("{amount}", &amount)
    }

    /// The program in the patient's words; its own word where the script has none.
    pub fn program(&self, program: Program, is_spanish: bool) -> String {
        match said(&self.programs, program.word(), is_spanish) {
            "" => program.word().to_owned(),
            name => name.to_owned(),
        }
    }

    fn put_in(&self, en: &str, es: &str, filled: &Filled) -> String {
        let text = if filled.is_spanish { es } else { en };
        text.replace("{caller}", &filled.caller)
            .replace("{practice}", &filled.practice)
            .replace("{doctor}", &filled.doctor)
            .replace("{number}", &filled.number)
            .replace("{program}", &self.program(filled.program, filled.is_spanish))
            .replace("{cost}", &self.cost(filled))
    }
}

const GAPS: [&str; 7] = ["caller", "practice", "doctor", "number", "program", "cost", "amount"];

/// The names in braces, each once, in order of the alphabet.
fn gaps(text: &str) -> Vec<String> {
    let parts = text.split('{').skip(1);
    let mut gaps: Vec<String> =
        parts.map(|part| part.split('}').next().unwrap_or_default().to_owned()).collect();
    gaps.sort();
    gaps.dedup();
    gaps
}

fn said<'a>(all: &'a [ScriptElement], word: &str, is_spanish: bool) -> &'a str {
    let found = all.iter().find(|one| one.word == word);
    found.map_or("", |one| if is_spanish { &one.es } else { &one.en })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(told: Told, is_spanish: bool) -> Filled {
        Filled {
            is_spanish,
            caller: "Nora Vance".into(),
            practice: "Alder".into(),
            doctor: "Dr. Okafor".into(),
            number: "503 555 0142".into(),
            program: Program::Ccm,
            told,
            amount: (told == Told::Some).then_some(Cents(1_241)),
        }
    }

    #[test]
    fn the_patients_own_figure_stands_in_talk_and_element_alike() {
        let script = Scripts::embedded();
        for is_spanish in [false, true] {
            let filled = filled(Told::Some, is_spanish);
            let talk = script.read_aloud(&filled);
            assert!(talk.iter().any(|(word, text)| *word == "cost_some" && text.contains("$12.41")));
            assert!(!talk.iter().any(|(word, _)| *word == "cost_none"));
            assert!(script.element("cost_sharing", &filled).is_some_and(|text| text.contains("$12.41")));
            assert!(talk.iter().all(|(_, text)| !text.contains('{')), "nothing is left open");
        }
        assert!(script.cost(&filled(Told::None, true)).contains("nada"));
    }

    #[test]
    fn a_script_with_a_gap_in_one_language_is_refused() {
        let text =
            include_str!("../../../../../enrollment/script.toml").replacen("{doctor} sees", "she sees", 1);
        let broken = text.replace("{doctor} ve lo", "ella ve lo");
        assert!(Scripts::read(&broken).is_ok(), "the gap is gone from both");
        let broken = text.replacen("{program}. ¿Es buen", "cuidado. ¿Es buen", 1);
        assert!(Scripts::read(&broken).is_err());
    }
}
