//! A plan as the patient holds it, as a document: the page shows it, and the PDF is set from it.

use app::care_plan::PlanVersionShown;
use ccm::basics::document::{Line, Point, Print, Tone};
use ccm::basics::{Date, Document};
use ccm::care_plan::{Part, PlanContent, Templates, Tongue};

use super::key;
use crate::words::{Language, Words};

/// Standard, in large print, or in plain words; in English or Spanish.
pub struct PlanPrint<'a> {
    pub found: &'a PlanVersionShown,
    pub variant: &'static str,
    pub tongue: Tongue,
    pub practice: &'a str,
    pub patient: &'a str,
    pub signed_by: Option<&'a str>,
}

/// In whose words a patient reads.
pub fn words_of(tongue: Tongue) -> Words {
    Words(if tongue == Tongue::Spanish { Language::Spanish } else { Language::English })
}

impl PlanPrint<'_> {
    fn is_plain(&self) -> bool {
        self.variant == "plain_language"
    }

    /// The document, and how many of its lines nobody has in its language.
    pub fn document(&self) -> (Document, usize) {
        let p = words_of(self.tongue);
        let plan = &self.found.shown.plan;
        let mut document = Document {
            title: p.say("print-title").into_owned(),
            tongue: self.tongue,
            print: match self.variant {
                "large_print" => Print::Large,
                "plain_language" => Print::Plain,
                _ => Print::Standard,
            },
            from: self.practice.to_owned(),
            foot: p.say("print-title").into_owned(),
            dated: plan.dated,
            blocks: Vec::new(),
        };
        document.heading(1, p.say("print-title"));
        document.toned(self.patient, Tone::Lead);
        let signed = match self.signed_by {
            Some(name) => p.say_with("print-signed", "name", name.to_owned()),
            None => p.say("print-not-signed"),
        };
        let dated = p.say_with("print-dated", "on", p.date(plan.dated));
        document.toned(format!("{dated} {signed}"), Tone::Quiet);
        let mut writer = Writer { p, tongue: self.tongue, templates: &self.found.templates, gaps: 0 };
        for (heading, points) in writer.sections(self) {
            document.heading(2, heading);
            document.list(points);
        }
        document.toned(p.say("print-footer"), Tone::Quiet);
        (document, writer.gaps)
    }
}

type Section = (String, Vec<Point>);

struct Writer<'a> {
    p: Words,
    tongue: Tongue,
    templates: &'a Templates,
    gaps: usize,
}

impl Writer<'_> {
    fn sections(&mut self, print: &PlanPrint<'_>) -> Vec<Section> {
        let plan = &print.found.shown.plan;
        let is_plain = print.is_plain();
        let made;
        let content = match &plan.content {
            Some(content) => content,
            None => {
                made = PlanContent::from_elements(&plan.elements);
                &made
            }
        };
        let mut all = vec![self.goals(content, is_plain)];
        if !is_plain {
            all.push(self.problems(content));
        }
        for part in Part::PATIENTS {
            all.push(self.part(content, part));
        }
        if !is_plain {
            all.push(self.interventions(content));
            for part in [Part::Preferences, Part::Physical, Part::Cognitive, Part::Mental, Part::Social] {
                all.push(self.part(content, part));
            }
            all.push(self.part(content, Part::Caregiver));
        }
        let mut review = self.part(content, Part::Review);
        if let Some(day) = content.review_on.or(print.found.shown.review_by) {
            let text = self.on("print-review-on", day);
            review.1.insert(0, Line::from(text).into());
        }
        all.push(review);
        all.retain(|(_, points)| !points.is_empty());
        all
    }

    /// As a template says it in the document's language; else as it was typed, which is in English here.
    fn line(&mut self, text: &str) -> Line {
        let known = self.templates.translated(text, self.tongue);
        let is_gap = known.is_err() && self.tongue != Tongue::English;
        self.gaps += usize::from(is_gap);
        Line::told(known.unwrap_or(text), is_gap.then_some(Tongue::English))
    }

    fn on(&self, key: &str, day: Date) -> String {
        self.p.say_with(key, "on", self.p.date(day)).into_owned()
    }

    fn heading(&self, what: &str) -> String {
        self.p.say(&key("print-part", what)).into_owned()
    }

    fn part(&mut self, content: &PlanContent, part: Part) -> Section {
        let lines: Vec<&str> = content.lines(part).collect();
        (self.heading(part.word()), lines.into_iter().map(|line| self.line(line).into()).collect())
    }

    fn goals(&mut self, content: &PlanContent, is_plain: bool) -> Section {
        let mut points = Vec::new();
        for goal in &content.goals {
            let mut more = Vec::new();
            if !is_plain {
                let measure = [goal.measure.as_str(), goal.target.as_str()];
                let told = measure.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
                // Measures are the templates' and the staff's: in English.
                let tongue = (self.tongue != Tongue::English).then_some(Tongue::English);
                more.extend((!told.is_empty()).then(|| Line::told(told, tongue)));
            }
            more.extend(goal.due.map(|day| self.on("print-goal-by", day).into()));
            points.push(Point { line: self.line(&goal.words), more });
        }
        (self.heading("goals"), points)
    }

    fn problems(&mut self, content: &PlanContent) -> Section {
        let mut points = Vec::new();
        for problem in &content.problems {
            let line = self.line(&problem.name);
            let outlook = (!problem.outlook.is_empty()).then(|| self.line(&problem.outlook));
            points.push(Point { line, more: outlook.into_iter().collect() });
        }
        (self.heading("problems"), points)
    }

    fn interventions(&mut self, content: &PlanContent) -> Section {
        let mut points = Vec::new();
        for one in &content.interventions {
            let line = self.line(&one.does);
            let owner = one.owner.map(|owner| self.p.say(&key("print-owner", owner.word())).into_owned());
            points.push(Point { line, more: owner.into_iter().map(Line::from).collect() });
        }
        (self.heading("interventions"), points)
    }
}
