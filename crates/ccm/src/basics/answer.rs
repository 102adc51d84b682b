//! The three answers of a rule, and the one shape of a complaint about input.

use serde::{Deserialize, Serialize};

/// What a rule answers. `Unknown` is work to do: a fact that the rule needs is not on record (ENG-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Met,
    NotMet,
    Unknown,
}

impl Answer {
    /// Met or not, for a fact that is known.
    pub fn met_if(condition: bool) -> Self {
        if condition { Self::Met } else { Self::NotMet }
    }

    /// As [`Answer::met_if`]; a missing fact is `Unknown`.
    pub fn known(condition: Option<bool>) -> Self {
        condition.map_or(Self::Unknown, Self::met_if)
    }

    pub fn is_met(self) -> bool {
        self == Self::Met
    }
}

/// One thing wrong with what came in from outside: a code for machines, the place, and arguments
/// from which the edge makes a sentence. Never holds a name, a birth date or a diagnosis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong, in `snake_case`, stable for ever: `npi_check_digit`, `required`, `wrong_type`.
    pub code: String,
    /// Where: `practices[0].npi`, `line 12: minutes`, `entry[3].resource.birthDate`.
    pub path: String,
    /// Whatever a reader needs besides: `expected`, `found`, `limit`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, String)>,
}

impl Problem {
    pub fn new(code: &str, path: impl Into<String>) -> Self {
        Self { code: code.to_owned(), path: path.into(), args: Vec::new() }
    }

    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same problem, seen from one level further out.
    pub fn under(mut self, outer: &str) -> Self {
        self.path = if self.path.is_empty() { outer.to_owned() } else { format!("{outer}.{}", self.path) };
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.code)?;
        for (index, (name, value)) in self.args.iter().enumerate() {
            write!(f, "{}{name} {value}", if index == 0 { " (" } else { ", " })?;
        }
        if self.args.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}
