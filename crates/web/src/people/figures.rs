//! Figures with bounds, as every page of settings shows them.

use ccm::basics::{Bounds, Problem};
use fluent::FluentArgs;

use super::typed::Typed;
use crate::ui::Entry;
use crate::words::Words;

/// A figure's field: what it is called (`limit-…`), and between which two it may be.
pub struct Figure {
    pub entry: Entry,
    pub label: String,
    pub hint: String,
}

/// A field for each figure, with what was typed; where nothing was, with what is set.
pub fn figures(
    bounds: &'static [Bounds],
    set: &[(&'static str, i64)],
    typed: Option<&Typed>,
    problems: &[Problem],
    t: Words,
) -> Vec<Figure> {
    let figure = |bounds: &'static Bounds| {
        let figure = set.iter().find(|(name, _)| *name == bounds.name).map_or(0, |(_, figure)| *figure);
        let value = typed.map_or_else(|| figure.to_string(), |typed| typed.text(&bounds.name).to_owned());
        let mut args = FluentArgs::new();
        args.set("least", bounds.least);
        args.set("most", bounds.most);
        args.set("usual", bounds.default);
        Figure {
            entry: Entry::new(bounds.name.as_str(), value).with(problems, t),
            label: t.say(&format!("limit-{}", bounds.name.replace('_', "-"))).into_owned(),
            hint: t.say_all("limit-bounds", &args).into_owned(),
        }
    };
    bounds.iter().map(figure).collect()
}
