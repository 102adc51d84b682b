//! What the tables in force say of one code, pair or locality on a day.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::RuleSet;
use serde::Serialize;
use serde_json::{Value, json};

use crate::ports::{ReferenceKind, VintageRow};
use crate::{App, Error, Place, Result};

/// The answer of a day.
#[derive(Clone, Debug, Serialize)]
pub struct ReferenceAnswer {
    pub kind: ReferenceKind,
    pub on: Date,
    /// What was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What the tables say, in their own words; `null` where they say nothing.
    pub says: Value,
    /// Imported vintages of this kind whose days cover the day.
    pub vintages: Vec<VintageRow>,
}

/// Answers for `fees`, `mue`, `add_on` (a code), `ptp` (`99490/99491`), `localities` (`02102/01`), `icd10cm` and
/// `ccir` (a diagnosis), `conversion_factors` (nothing).
///
/// # Errors
/// [`Error::Invalid`] where the question is not of the form that the kind asks for; [`Error::Forbidden`].
pub async fn show(
    app: &App,
    actor: &Actor,
    place: Place,
    kind: ReferenceKind,
    about: Option<&str>,
    on: Date,
) -> Result<ReferenceAnswer> {
    let place = Place { practice: None, ..place };
    let mut work = app.begin_read(actor, place).await?.require(Permission::Import).await?;
    let covers =
        |row: &VintageRow| row.effective_from <= on && row.effective_to.is_none_or(|until| on <= until);
    let mut vintages = work.tx.vintages().await?;
    vintages.retain(|row| row.kind == kind && covers(row));
    let rules = super::in_force::read_rules(app, &mut *work.tx).await?;
    drop(work);
    let says = match (kind, about) {
        (ReferenceKind::ConversionFactors, _) => factor(&rules, on),
        (_, None) => Value::Null,
        (ReferenceKind::Localities, Some(about)) => locality(&rules, about, on)?,
        (ReferenceKind::Ptp, Some(about)) => pair(&rules, about, on)?,
        (ReferenceKind::Icd10cm | ReferenceKind::Ccir, Some(about)) => {
            let code: Icd10Cm = parse(about)?;
            let facts = super::catalog_in_force(app, place.organization).await?.look_up(&code, on);
            let chronic = facts.chronic.map(|chronic| format!("{chronic:?}").to_lowercase());
            json!({"billable": facts.chronic.is_some(), "chronic": chronic, "vintage_missing": facts.vintage_missing})
        }
        (ReferenceKind::Fees, Some(about)) => fee(&rules, &parse(about)?, on),
        (ReferenceKind::Mue, Some(about)) => to_value(rules.edits().mue(&parse(about)?, on)),
        (ReferenceKind::AddOn, Some(about)) => {
            let code = parse(about)?;
            rules.edits().primaries(&code, on).map_or(Value::Null, |found| {
                let codes: Vec<&Hcpcs> = found.codes().collect();
                let others = found.contractor_may_name_others();
                json!({"primaries": codes, "contractor_may_name_others": others, "vintage": found.vintage})
            })
        }
    };
    Ok(ReferenceAnswer { kind, on, about: about.map(str::to_owned), says, vintages })
}

fn fee(rules: &RuleSet, code: &Hcpcs, on: Date) -> Value {
    let Some(values) = rules.fees().values(code, on) else { return Value::Null };
    let unit = rules.fees().unit(code, on, Some(false), None, None);
    json!({
        "work": values.work, "pe_nonfacility": values.pe_nonfacility, "pe_facility": values.pe_facility,
        "mp": values.mp, "source": values.source, "release": values.release, "verified": values.verified,
        "conversion_factor": unit.conversion_factor,
        "national_nonfacility": unit.national_nonfacility.map(|cents| cents.to_string()),
        "national_facility": unit.national_facility.map(|cents| cents.to_string()),
    })
}

fn factor(rules: &RuleSet, on: Date) -> Value {
    rules.fees().factor(on).map_or(Value::Null, |row| {
        json!({
            "factor": row.factor, "factor_qualifying": row.factor_qualifying, "from": row.from, "until": row.until,
            "qualifying_unknown": row.is_qualifying_unknown, "verified": row.verified,
        })
    })
}

fn locality(rules: &RuleSet, about: &str, on: Date) -> Result<Value> {
    let (mac, number) =
        about.split_once('/').ok_or_else(|| wrong("a contractor and a locality: 02102/01"))?;
    let floor = rules.localities().floor(on);
    Ok(rules.localities().gpci(mac, number, on).map_or(Value::Null, |gpci| {
        json!({
            "work": gpci.work, "pe": gpci.pe, "mp": gpci.mp, "work_floor_applies": floor.map(|floor| floor.applies),
            "work_floor_verified": floor.map(|floor| floor.verified),
        })
    }))
}

/// Both orders: column 1 is paid, column 2 is not.
fn pair(rules: &RuleSet, about: &str, on: Date) -> Result<Value> {
    let (one, two) = about.split_once('/').ok_or_else(|| wrong("two codes: 99487/99490"))?;
    let (one, two): (Hcpcs, Hcpcs) = (parse(one)?, parse(two)?);
    let answers = [(&one, &two), (&two, &one)].map(|(column1, column2)| {
        json!({"column1": column1, "column2": column2, "says": to_value(rules.pair(column1, column2, on))})
    });
    Ok(json!(answers))
}

fn to_value(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| wrong("a code"))
}

fn wrong(expected: &str) -> Error {
    Error::Invalid(vec![Problem::new("wrong_value", "about").with("expected", expected)])
}
