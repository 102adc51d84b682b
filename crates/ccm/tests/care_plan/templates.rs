//! What stands in `plans/`.

use std::collections::BTreeSet;
use std::path::Path;

use ccm::basics::{Date, Icd10Cm};
use ccm::billing::RuleSet;
use ccm::care_plan::template::FILES;
use ccm::care_plan::{Part, PlanContent, PlannedCondition, Templates, Tongue};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn code(text: &str) -> Icd10Cm {
    text.parse().unwrap()
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans");
    let names =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let found: BTreeSet<String> = names.filter(|name| name.ends_with(".toml")).collect();
    let known: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, known);
}

#[test]
fn the_fifteen_conditions_that_are_managed_most_have_their_template() {
    let table = [
        ("E11.9", "diabetes"),
        ("I10", "hypertension"),
        ("I50.22", "heart_failure"),
        ("I25.10", "coronary_disease"),
        ("J44.9", "copd"),
        ("J45.40", "asthma"),
        ("N18.31", "kidney_disease"),
        ("E66.01", "obesity"),
        ("M17.0", "osteoarthritis_pain"),
        ("F33.1", "depression"),
        ("F41.1", "anxiety"),
        ("G30.9", "dementia"),
        ("I48.91", "atrial_fibrillation"),
        ("M81.0", "osteoporosis"),
        ("E78.5", "hyperlipidemia"),
    ];
    let book = Templates::embedded();
    assert_eq!(book.all.len(), table.len());
    for (icd10, plan) in table {
        let found: Vec<&str> =
            book.for_conditions(&[code(icd10)]).iter().map(|one| one.plan.as_str()).collect();
        assert!(found.contains(&plan), "{icd10}: {found:?}");
    }
    let both: Vec<_> = book.for_conditions(&[code("E11.22")]).iter().map(|one| one.plan.clone()).collect();
    assert_eq!(both, ["diabetes", "kidney_disease"]);
}

/// Each template alone, with only that told which nobody can know from a template, has every element of PLAN-01; and
/// without it lacks exactly what is to be found out.
#[test]
fn every_template_covers_every_element_of_plan_01() {
    let rules = RuleSet::embedded();
    let needed: Vec<&str> = rules.programs().plan_elements.iter().map(|word| word.as_str()).collect();
    assert_eq!(needed.len(), 11);
    for template in &Templates::embedded().all {
        for tongue in Tongue::ALL {
            let mut plan = PlanContent::default();
            plan.add_templates(&[template], &[], tongue, day("2026-11-22"));
            let missing: Vec<String> = plan
                .completeness(needed.iter().copied())
                .into_iter()
                .filter(|one| !one.is_there)
                .map(|one| one.element)
                .collect();
            assert_eq!(missing, ["assessment", "caregiver_assessment"], "{}", template.plan);
            for part in Part::ASSESSED {
                assert!(plan.part(part).is_empty(), "{} answers what it must ask", template.plan);
                plan.parts.insert(part, "As seen today".to_owned());
            }
            let open = plan.completeness(needed.iter().copied());
            assert!(open.iter().all(|one| one.is_there), "{}: {open:?}", template.plan);
            assert_eq!(plan.elements().len(), needed.len());
        }
        assert!(template.goals.iter().all(|goal| !goal.source.is_empty()));
        assert!(!template.lines[&Part::Escalation].is_empty());
    }
}

#[test]
fn a_line_of_a_template_is_printed_in_either_language() {
    let book = Templates::embedded();
    for template in &book.all {
        for line in template.lines.values().flatten() {
            assert_eq!(book.translated(&line.en, Tongue::Spanish), Ok(line.es.as_str()));
            assert_eq!(book.translated(&line.es, Tongue::English), Ok(line.en.as_str()));
        }
    }
    assert!(book.translated("Feeds the cat at six.", Tongue::Spanish).is_err());
}

#[test]
fn two_templates_make_one_plan_without_saying_a_thing_twice() {
    let book = Templates::embedded();
    let condition = |icd10: &str| PlannedCondition { code: code(icd10), label: None };
    let conditions = [condition("I10"), condition("I50.22"), condition("Z99.2")];
    let mut plan = PlanContent::default();
    let chosen = book.for_conditions(&[code("I10"), code("I50.22")]);
    plan.add_templates(&chosen, &conditions, Tongue::English, day("2026-11-22"));
    plan.add_conditions(&conditions);
    let names: Vec<&str> = plan.problems.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["High blood pressure", "Heart failure", "Z99.2"]);
    let lines: Vec<&str> = plan.lines(Part::SelfCare).collect();
    assert_eq!(lines.len(), lines.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(plan.review_on, Some(day("2027-02-22")), "the sooner of the two");
    let before = plan.clone();
    plan.add_templates(&chosen, &conditions, Tongue::English, day("2026-11-23"));
    assert!(plan == before, "adding it again changes nothing");
}

#[test]
fn a_wrong_template_is_told_with_every_place() {
    let text = FILES.iter().find(|(name, _)| *name == "asthma.toml").unwrap().1;
    let wrong = text.replace("20 or more", " ").replace("review_months = 6", "review_months = 60");
    let problems = Templates::from_files([("asthma.toml", wrong.as_str())]).unwrap_err();
    let paths: Vec<&str> = problems.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["asthma.toml: review_months", "asthma.toml: goal.0.target"]);
}
