//! The terms of money, as they are: what each figure is, where it comes from and whether anybody has checked it.

use ccm::basics::Cents;
use ccm::remittance::MoneyTerms;
use ccm::remittance::terms::TermsFile;

use crate::billing::dollars;
use crate::words::Words;

/// What the practice's settings show of them.
pub struct MoneyFigures {
    pub figures: Vec<MoneyFigure>,
    pub source: String,
}

pub struct MoneyFigure {
    pub label: String,
    pub value: String,
    pub is_unverified: bool,
}

impl MoneyFigures {
    pub fn of(t: Words) -> Self {
        let (file, terms) = (TermsFile::embedded(), MoneyTerms::default());
        let figure = |name: &str, value: String, is_verified: bool| MoneyFigure {
            label: t.say(&format!("limit-{}", name.replace('_', "-"))).into_owned(),
            value,
            is_unverified: !is_verified,
        };
        let set = terms.figures().map(|(name, value)| {
            let shown = match name.ends_with("_cents") {
                true => dollars(Cents(value), t),
                false => value.to_string(),
            };
            figure(name, shown, file.verified)
        });
        let qmb = t.say(&format!("limit-qmb-{}", terms.qmb.word().replace('_', "-"))).into_owned();
        let cuts = file.sequestrations.iter().flat_map(|cut| cut.kinds.iter().map(move |kind| (cut, kind)));
        let cuts = cuts.map(|(cut, kind)| MoneyFigure {
            label: t
                .say_with(
                    "practice-money-cut",
                    "payer",
                    t.say(&format!("payer-{}", kind.word().replace('_', "-"))),
                )
                .into_owned(),
            value: format!("{}.{:02} %", cut.basis_points / 100, cut.basis_points % 100),
            is_unverified: !cut.verified,
        });
        Self {
            figures: set.into_iter().chain([figure("qmb", qmb, file.verified)]).chain(cuts).collect(),
            source: file.source.clone(),
        }
    }
}
