//! 271: what a payer says of whom it covers, in the words of `remittance/eligibility.toml` (interop.md §4).

use std::io::Read;

use app::ports::answers::{CoverageAnswers, ToldOfCoverage};
use app::ports::eligibility::InquiryName;
use ccm::basics::{Cents, Date, Problem};
use ccm::people::verification::{
    BenefitTold, CoverageAnswer, CoverageFact, CoverageRejection, EligibilityBook, Means, Span,
};
use x12::eligibility::{Answer, Benefit, BenefitDate, Rejection, Response};

use super::{add_receiver, date, told};

pub(super) fn read(file: &mut dyn Read) -> Result<CoverageAnswers, Vec<Problem>> {
    let mut answers = CoverageAnswers::default();
    for response in x12::eligibility::read(file).map_err(told)? {
        add_receiver(&mut answers.receivers, response.origin.interchange.receiver.1.as_str());
        let on = date(response.date);
        // A refusal of the payer or of who asks refuses every question of the set.
        let above: Vec<CoverageRejection> = std::iter::once(&response.source)
            .chain(&response.receivers)
            .flat_map(|source| source.rejections.iter().map(rejection))
            .collect();
        if response.answers.is_empty() {
            answers.told.extend(of_set(&response, on, above));
            continue;
        }
        for answer in &response.answers {
            // A dependent's answer stands beside the one that was asked for.
            let Some(trace) = answer.trace() else { continue };
            let of = InquiryName::Trace(trace.as_str().to_owned());
            let answer = CoverageAnswer {
                on,
                facts: facts(answer, on),
                rejections: above.iter().cloned().chain(rejections(answer)).collect(),
            };
            answers.told.push(ToldOfCoverage { of, answer });
        }
    }
    Ok(answers)
}

fn of_set(response: &Response, on: Date, rejections: Vec<CoverageRejection>) -> Option<ToldOfCoverage> {
    let of = InquiryName::Reference(response.reference.as_ref()?.as_str().to_owned());
    let answer = CoverageAnswer { on, facts: Vec::new(), rejections };
    (!answer.rejections.is_empty()).then_some(ToldOfCoverage { of, answer })
}

fn rejections(answer: &Answer) -> impl Iterator<Item = CoverageRejection> + '_ {
    let of_benefits = answer.benefits.iter().flat_map(|benefit| &benefit.rejections);
    answer.rejections.iter().chain(of_benefits).map(rejection)
}

fn rejection(one: &Rejection) -> CoverageRejection {
    CoverageRejection {
        reason: one.reason.as_str().to_owned(),
        follow_up: one.follow_up.map(|code| code.as_str().to_owned()),
    }
}

fn facts(answer: &Answer, on: Date) -> Vec<CoverageFact> {
    let book = EligibilityBook::embedded();
    let of_plan = span(&answer.dates, book);
    let mut facts: Vec<CoverageFact> = Vec::new();
    for benefit in &answer.benefits {
        for means in means(benefit, book) {
            let fact = fact(means, benefit, of_plan, on, book);
            facts.extend(fact.filter(|fact| !facts.contains(fact)));
        }
    }
    let died = answer.dates.iter().find(|one| book.is_death(one.qualifier.as_str()));
    facts.extend(died.map(|one| CoverageFact::Died { on: date(one.period.first) }));
    facts
}

fn means(benefit: &Benefit, book: &EligibilityBook) -> impl Iterator<Item = Means> + use<> {
    let services: Vec<&str> = benefit.service_types.iter().map(|code| code.as_str()).collect();
    book.means(&BenefitTold {
        kind: benefit.kind.as_str(),
        services: &services,
        insurance: benefit.insurance.as_ref().map_or("", |code| code.as_str()),
        period: benefit.period.as_ref().map_or("", |code| code.as_str()),
    })
}

fn fact(
    means: Means,
    benefit: &Benefit,
    of_plan: Span,
    on: Date,
    book: &EligibilityBook,
) -> Option<CoverageFact> {
    let own = span(&benefit.dates, book);
    let span = if own == Span::default() { of_plan } else { own };
    Some(match means {
        Means::PartB => CoverageFact::PartB { is_active: true, span },
        Means::NoPartB => CoverageFact::PartB { is_active: false, span },
        Means::Advantage => {
            CoverageFact::Advantage { plan: plan_name(benefit), contract: contract(benefit), span }
        }
        Means::Qmb => CoverageFact::Qmb { span },
        Means::Hospice => CoverageFact::Hospice { span },
        Means::DeductibleLeft => {
            let cents = Cents(benefit.amount?.cents());
            let year = |month, day| Date::new(on.year(), month, day).ok();
            let whole = Span { from: year(1, 1), until: year(12, 31) };
            CoverageFact::DeductibleLeft { cents, span: if span == Span::default() { whole } else { span } }
        }
        Means::OtherPayer => CoverageFact::OtherPayer { name: plan_name(benefit), span },
        Means::Plan => CoverageFact::Plan { is_active: true, span },
        Means::NoPlan => CoverageFact::Plan { is_active: false, span },
    })
}

/// Who stands behind a benefit, else what it is called.
fn plan_name(benefit: &Benefit) -> Option<String> {
    let entity = benefit.entities.iter().find_map(|entity| entity.who.last);
    let named = entity.map(|name| name.as_str().to_owned());
    named.or_else(|| benefit.plan.map(|plan| plan.as_str().to_owned()))
}

/// The number of the contract and plan, else the id of who stands behind it.
fn contract(benefit: &Benefit) -> Option<String> {
    let number = benefit.references.first().map(|one| one.value.as_str().to_owned());
    number.or_else(|| {
        let id = benefit.entities.iter().find_map(|entity| entity.who.id);
        id.map(|(_, id)| id.as_str().to_owned())
    })
}

fn span(dates: &[BenefitDate], book: &EligibilityBook) -> Span {
    let mut span = Span::default();
    for one in dates {
        let (first, last) = (date(one.period.first), date(one.period.last));
        let (begins, ends) = (book.begins(one.qualifier.as_str()), book.ends(one.qualifier.as_str()));
        if begins {
            span.from = Some(first);
        }
        if ends || (begins && first != last) {
            span.until = Some(last);
        }
    }
    span
}
