//! What is wrong with what was typed, in words for whoever typed it.

use ccm::basics::Problem;
use fluent::FluentArgs;

use super::Words;

impl Words {
    /// By the problem's code; `problem-other` where a code has no words of its own yet.
    pub fn problem(&self, problem: &Problem) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &problem.args {
            args.set(name.as_str(), value.as_str());
        }
        let key = format!("problem-{}", problem.code.replace('_', "-"));
        if self.knows(&key) {
            return self.say_all(&key, &args).into_owned();
        }
        args.set("code", problem.code.as_str());
        self.say_all("problem-other", &args).into_owned()
    }
}
