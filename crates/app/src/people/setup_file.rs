//! The setup file (docs/guide/setup.md): read as text, checked whole, all problems at once.

use std::collections::{HashMap, HashSet};

use ccm::basics::{Cents, CodeError, Date, Hcpcs, Npi, Problem, Tin, Zip, ZoneName};
use ccm::billing::payer::PayerTerms;
use ccm::billing::{RuleSet, Word};
use ccm::people::{Address, Charge, Credential, PayerProfile, PracticeProfile, Transport, WEEK_MINUTES};

use super::setup_terms;
use super::setup_text::{RawPayer, RawPerson, RawPractice, RawSetup};

/// A checked file. References between things are by key, and all of them resolve.
pub struct Setup {
    pub organization_key: String,
    pub organization_name: String,
    /// With what each one's contract says, where there is one.
    pub payers: Vec<(String, PayerProfile, Option<PayerTerms>)>,
    pub practices: Vec<SetupPractice>,
    pub people: Vec<SetupPerson>,
}

pub struct SetupPractice {
    pub key: String,
    pub profile: PracticeProfile,
    pub zones: Vec<(Date, ZoneName)>,
    pub charges: Vec<Charge>,
    pub clock: Option<ccm::time::ClockLimits>,
}

pub struct SetupPerson {
    pub key: String,
    pub family: String,
    pub given: String,
    pub npi: Option<Npi>,
    pub qp_years: Vec<i16>,
    pub login: Option<String>,
    pub roles: Vec<SetupRole>,
}

pub struct SetupRole {
    pub practice: String,
    pub word: String,
    pub from: Date,
    pub until: Option<Date>,
    pub taxonomy: Option<String>,
    pub country: String,
    pub supervisor: Option<String>,
    pub credential: Option<Credential>,
    pub weekly_hours: Option<u8>,
}

/// Reads and checks a file.
///
/// # Errors
/// Every problem, with its path in the file; or the one place where it is not TOML of this shape.
pub fn read(text: &str, rules: &RuleSet) -> Result<Setup, Vec<Problem>> {
    let raw: RawSetup = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        vec![Problem::new("not_a_setup_file", format!("line {line}")).with("expected", error.message())]
    })?;
    let mut check = Check { problems: Vec::new() };
    let keys = |keys: Vec<&String>| keys.into_iter().cloned().collect::<HashSet<_>>();
    let payer_keys = keys(raw.payers.iter().map(|payer| &payer.key).collect());
    let practice_keys = keys(raw.practices.iter().map(|practice| &practice.key).collect());
    let person_keys = keys(raw.people.iter().map(|person| &person.key).collect());
    check.key("organization.key", &raw.organization.key);
    check.unique("payers", raw.payers.iter().map(|payer| payer.key.as_str()));
    check.unique("practices", raw.practices.iter().map(|practice| practice.key.as_str()));
    check.unique("people", raw.people.iter().map(|person| person.key.as_str()));
    check.unique("people.login", raw.people.iter().filter_map(|person| person.login.as_deref()));
    let payers: Vec<(String, PayerProfile, Option<PayerTerms>)> = raw
        .payers
        .into_iter()
        .enumerate()
        .map(|(n, payer)| check.payer(&format!("payers[{n}]"), payer, rules))
        .collect();
    let practices: Vec<_> = raw
        .practices
        .into_iter()
        .enumerate()
        .map(|(n, practice)| check.practice(&format!("practices[{n}]"), practice, &payer_keys, rules))
        .collect();
    for (n, practice) in practices.iter().flatten().enumerate() {
        check.ways(&format!("practices[{n}].payers"), practice, &payers);
    }
    let people: Vec<_> = raw
        .people
        .into_iter()
        .enumerate()
        .map(|(n, person)| check.person(&format!("people[{n}]"), person, &practice_keys, &person_keys, rules))
        .collect();
    if !check.problems.is_empty() {
        return Err(check.problems);
    }
    Ok(Setup {
        organization_key: raw.organization.key,
        organization_name: raw.organization.name,
        payers,
        practices: practices.into_iter().flatten().collect(),
        people: people.into_iter().flatten().collect(),
    })
}

struct Check {
    problems: Vec<Problem>,
}

impl Check {
    fn wrong(&mut self, code: &str, path: impl Into<String>, expected: &str) {
        self.problems.push(Problem::new(code, path).with("expected", expected));
    }

    fn key(&mut self, path: &str, key: &str) {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if key.is_empty() || key.len() > 40 || !key.bytes().all(fits) {
            self.wrong("key", path, "1 to 40 of a-z 0-9 -");
        }
    }

    fn unique<'a>(&mut self, path: &str, keys: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for key in keys {
            if !seen.insert(key) {
                self.problems.push(Problem::new("not_unique", path).with("key", key));
            }
        }
    }

    fn date(&mut self, path: String, value: &toml::value::Datetime) -> Date {
        let date = value.date.filter(|_| value.time.is_none());
        date.and_then(|date| Date::new(date.year as i16, date.month as i8, date.day as i8).ok())
            .unwrap_or_else(|| {
                self.wrong("date", path, "a date such as 2026-01-01");
                Date::ZERO
            })
    }

    fn until(&mut self, path: String, value: Option<&toml::value::Datetime>, from: Date) -> Option<Date> {
        let until = value.map(|value| self.date(path.clone(), value));
        if until.is_some_and(|until| until < from) {
            self.wrong("ends_before_it_begins", path, "a last day not before the first");
        }
        until
    }

    fn code<T: std::str::FromStr<Err = CodeError>>(&mut self, path: String, text: &str) -> Option<T> {
        text.parse().map_err(|error: CodeError| self.wrong(error.code(), path, &error.to_string())).ok()
    }

    fn known(&mut self, path: String, key: &str, keys: &HashSet<String>) {
        if !keys.contains(key) {
            self.problems.push(Problem::new("unknown_key", path).with("key", key));
        }
    }

    /// A file goes by its submitter and receiver: two payers with the same have one mailbox, or it could go to either.
    fn ways(
        &mut self,
        path: &str,
        practice: &SetupPractice,
        payers: &[(String, PayerProfile, Option<PayerTerms>)],
    ) {
        let mut ways: HashMap<(&str, &str), (&str, &Transport)> = HashMap::new();
        for (key, payer, _) in payers.iter().filter(|(key, ..)| practice.profile.payers.contains(key)) {
            let way = &payer.submission.transport;
            let first = *ways.entry((&payer.submitter_id, &payer.receiver_id)).or_insert((key, way));
            if first.1 != way {
                self.problems.push(Problem::new("two_ways", path).with("key", key).with("and", first.0));
            }
        }
    }

    fn payer(
        &mut self,
        path: &str,
        raw: RawPayer,
        rules: &RuleSet,
    ) -> (String, PayerProfile, Option<PayerTerms>) {
        self.key(&format!("{path}.key"), &raw.key);
        for (name, id) in [("receiver_id", &raw.receiver_id), ("submitter_id", &raw.submitter_id)] {
            if id.trim().is_empty() || id.len() > 15 || !id.is_ascii() {
                self.wrong("edi_id", format!("{path}.{name}"), "1 to 15 characters");
            }
        }
        let read = |terms| setup_terms::read(&format!("{path}.terms"), terms, rules, &mut self.problems);
        let terms = raw.terms.and_then(read);
        if terms.as_ref().is_some_and(|terms| terms.filing_days.is_some()) && raw.filing_days.is_some() {
            self.wrong("said_twice", format!("{path}.filing_days"), "filing_days here or among the terms");
        }
        self.problems.extend(raw.submission.check(&format!("{path}.submission")));
        let profile = PayerProfile {
            name: raw.name,
            kind: raw.kind,
            payer_id: raw.payer_id,
            filing_indicator: raw.filing_indicator,
            receiver_name: raw.receiver_name,
            receiver_id: raw.receiver_id,
            receiver_qualifier: raw.receiver_qualifier,
            submitter_name: raw.submitter_name,
            submitter_id: raw.submitter_id,
            submitter_qualifier: raw.submitter_qualifier,
            contact_name: raw.contact_name,
            contact_phone: raw.contact_phone,
            claims_per_set: raw.claims_per_set.max(1),
            filing_days: raw.filing_days,
            coverage_names: raw.coverage_names,
            coverage_types: raw.coverage_types,
            submission: raw.submission,
        };
        (raw.key, profile, terms)
    }

    fn practice(
        &mut self,
        path: &str,
        raw: RawPractice,
        payers: &HashSet<String>,
        rules: &RuleSet,
    ) -> Option<SetupPractice> {
        self.key(&format!("{path}.key"), &raw.key);
        for (n, payer) in raw.payers.iter().enumerate() {
            self.known(format!("{path}.payers[{n}]"), payer, payers);
        }
        let is_setting = |word| rules.settings_rules().settings.contains_key(&word);
        if !Word::new(&raw.setting).is_ok_and(is_setting) {
            self.wrong("unknown_word", format!("{path}.setting"), "a word of rules/settings.toml");
        }
        if raw.time_zone.is_empty() {
            self.wrong("required", format!("{path}.time_zone"), "at least one zone");
        }
        let mut zones = Vec::new();
        for (n, zone) in raw.time_zone.iter().enumerate() {
            let from = self.date(format!("{path}.time_zone[{n}].from"), &zone.from);
            match zone.name.parse::<ZoneName>() {
                Ok(name) => zones.push((from, name)),
                Err(error) => self.wrong("time_zone", format!("{path}.time_zone[{n}].name"), error.0),
            }
        }
        zones.sort_by_key(|(from, _)| *from);
        for problem in rules.settings(&raw.switches).err().unwrap_or_default() {
            self.problems.push(problem.under(&format!("{path}.switches")));
        }
        for (n, word) in raw.capabilities.iter().flatten().enumerate() {
            if !rules.programs().capabilities.iter().any(|known| known.as_str() == word) {
                self.wrong(
                    "unknown_word",
                    format!("{path}.capabilities[{n}]"),
                    "a word of rules/programs.toml",
                );
            }
        }
        let mut charges = Vec::new();
        for (n, charge) in raw.charges.iter().enumerate() {
            let from = self.date(format!("{path}.charges[{n}].from"), &charge.from);
            let until = self.until(format!("{path}.charges[{n}].until"), charge.until.as_ref(), from);
            if charge.cents <= 0 {
                self.wrong("charge", format!("{path}.charges[{n}].cents"), "more than 0 cents");
            }
            if let Some(code) = self.code::<Hcpcs>(format!("{path}.charges[{n}].code"), &charge.code) {
                charges.push(Charge { code, cents: Cents(charge.cents), from, until });
            }
        }
        for problem in raw.clock.iter().flat_map(ccm::time::ClockLimits::problems) {
            self.problems.push(problem.under(&format!("{path}.clock")));
        }
        let npi = self.code::<Npi>(format!("{path}.npi"), &raw.npi);
        let tin = self.code::<Tin>(format!("{path}.tin"), &raw.tin);
        let zip = self.code::<Zip>(format!("{path}.address.zip"), &raw.address.zip);
        let state = raw.address.state.trim().to_ascii_uppercase();
        if state.len() != 2 || !state.bytes().all(|b| b.is_ascii_uppercase()) {
            self.wrong("state", format!("{path}.address.state"), "two letters");
        }
        Some(SetupPractice {
            key: raw.key,
            zones,
            charges,
            clock: raw.clock,
            profile: PracticeProfile {
                name: raw.name,
                npi: npi?,
                tin: tin?,
                taxonomy: raw.taxonomy,
                setting: raw.setting,
                place_of_service: raw.place_of_service,
                locality: raw.locality,
                address: Address {
                    street: raw.address.street,
                    street2: raw.address.street2,
                    city: raw.address.city,
                    state,
                    zip: zip?,
                },
                payers: raw.payers,
                switches: raw.switches,
                capabilities: raw.capabilities,
                asks_approval: raw.asks_approval,
            },
        })
    }

    fn person(
        &mut self,
        path: &str,
        raw: RawPerson,
        practices: &HashSet<String>,
        people: &HashSet<String>,
        rules: &RuleSet,
    ) -> Option<SetupPerson> {
        self.key(&format!("{path}.key"), &raw.key);
        let npi = raw.npi.as_deref().map(|npi| self.code::<Npi>(format!("{path}.npi"), npi));
        let mut roles = Vec::new();
        for (n, role) in raw.roles.into_iter().enumerate() {
            let path = format!("{path}.roles[{n}]");
            self.known(format!("{path}.practice"), &role.practice, practices);
            if let Some(supervisor) = &role.supervisor {
                self.known(format!("{path}.supervisor"), supervisor, people);
            }
            if rules.role_class(&role.role).is_none() {
                self.problems
                    .push(Problem::new("unknown_role", format!("{path}.role")).with("role", &role.role));
            }
            if role.weekly_hours.is_some_and(|hours| u32::from(hours) * 60 > WEEK_MINUTES) {
                self.problems.push(Problem::new("too_many_hours", format!("{path}.weekly_hours")));
            }
            let from = self.date(format!("{path}.from"), &role.from);
            let until = self.until(format!("{path}.until"), role.until.as_ref(), from);
            let credential = role.credential.map(|held| {
                let from = self.date(format!("{path}.credential.from"), &held.from);
                let until = self.until(format!("{path}.credential.until"), held.until.as_ref(), from);
                Credential { kind: held.kind, state: held.state, from, until }
            });
            roles.push(SetupRole {
                practice: role.practice,
                word: role.role,
                from,
                until,
                taxonomy: role.taxonomy,
                country: role.country,
                supervisor: role.supervisor,
                credential,
                weekly_hours: role.weekly_hours,
            });
        }
        let npi = match npi {
            None => None,
            Some(checked) => Some(checked?),
        };
        Some(SetupPerson {
            key: raw.key,
            family: raw.family,
            given: raw.given,
            npi,
            qp_years: raw.qp_years,
            login: raw.login,
            roles,
        })
    }
}
