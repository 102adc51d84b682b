//! The schema lint: what a practice owns can one day live on its own shard, because nothing in the tables prevents it.

use super::Finding;
use super::data::{Data, Schema, listed};
use super::sql::{self, Engine, Statement};
use super::tables::{self, Table};
use crate::house::House;

const PRACTICE: &str = "practice_id";
const ORGANIZATION: &str = "organization_id";

pub fn check(house: &House, data: &Data) -> Vec<Finding> {
    let schema = &data.schema;
    let mut findings = Vec::new();
    for (path, text) in house.under(&schema.folder, ".sql") {
        let (statements, problems) = sql::statements(text);
        let fence = |(line, what): (usize, &str)| Finding::new(path, line, what, &schema.never_says);
        findings.extend(problems.into_iter().map(fence));
        for statement in &statements {
            never(path, statement, schema, &mut findings);
            braces(path, statement, schema, &mut findings);
            if let Some(table) = tables::read(statement) {
                Lint { path, table: &table, schema, findings: &mut findings }.all();
            }
        }
    }
    findings
}

/// Words that correctness may not depend on, but where SQLite alone reads them.
fn never(path: &str, statement: &Statement, schema: &Schema, findings: &mut Vec<Finding>) {
    for (i, word) in statement.iter().enumerate().filter(|(_, word)| word.engine != Engine::Sqlite) {
        let here = |never: &&String| {
            let wanted = never.split(' ').enumerate();
            let mut pairs = wanted.map(|(ahead, part)| (part, statement.get(i + ahead)));
            pairs.all(|(part, found)| found.is_some_and(|found| listed(&[part.to_string()], &found.text)))
        };
        // `listen` and `notify` are commands, and elsewhere only words a column may be named by.
        let is_command = |never: &&String| !matches!(never.as_str(), "listen" | "notify") || i == 0;
        if let Some(never) = schema.never.iter().filter(is_command).find(here) {
            findings.push(Finding::new(
                path,
                word.line,
                format!("`{never}` outside a SQLite fence"),
                &schema.never_says,
            ));
        }
    }
}

/// A misspelled `{token}` would reach an engine as it stands.
fn braces(path: &str, statement: &Statement, schema: &Schema, findings: &mut Vec<Finding>) {
    for word in statement.iter().filter(|word| word.text.starts_with('{')) {
        if !schema.types.contains(&word.text) && !schema.other_tokens.contains(&word.text) {
            findings.push(Finding::new(
                path,
                word.line,
                format!("`{}` is no token of ours", word.text),
                &schema.type_says,
            ));
        }
    }
}

struct Lint<'a> {
    path: &'a str,
    table: &'a Table,
    schema: &'a Schema,
    findings: &'a mut Vec<Finding>,
}

impl Schema {
    /// A table of a practice's rows is one that no list names.
    fn is_practices(&self, table: &str) -> bool {
        !listed(&self.everywhere, table) && !listed(&self.organization_level, table)
    }
}

impl Lint<'_> {
    fn all(&mut self) {
        let (table, schema) = (self.table, self.schema);
        let is_everywhere = listed(&schema.everywhere, &table.name);
        let is_practices = schema.is_practices(&table.name);
        if table.is_new {
            if !is_everywhere && !table.columns.iter().any(|column| column.name == ORGANIZATION) {
                self.say(table.line, format!("`{}` has no `{ORGANIZATION}`", table.name), &schema.key_says);
            }
            let primary = table.primary.as_deref().unwrap_or_default();
            if is_practices && !begins(primary) {
                let what = format!("the primary key of `{}` does not begin with `{PRACTICE}`", table.name);
                self.say(table.line, what, &schema.key_says);
            }
            let strict = table.tail.iter().any(|word| word == "{strict}" || word == "strict");
            if table.engine != Engine::Postgres && !strict {
                self.say(table.line, format!("`{}` is not `{{strict}}`", table.name), &schema.type_says);
            }
        }
        for (line, columns) in table.unique.iter().filter(|(_, columns)| is_practices && !begins(columns)) {
            let what = format!(
                "unique ({}) of `{}` does not begin with `{PRACTICE}`",
                columns.join(", "),
                table.name
            );
            self.say(*line, what, &schema.key_says);
        }
        for link in table.links.iter().filter(|link| schema.is_practices(&link.table)) {
            if !begins(&link.from) || !(link.to.is_empty() || begins(&link.to)) {
                let what = format!("`{}` refers to `{}` without `{PRACTICE}` first", table.name, link.table);
                self.say(link.line, what, &schema.link_says);
            }
        }
        for column in table.columns.iter().filter(|_| table.engine == Engine::Both) {
            if !schema.types.contains(&column.kind) && !column.kind.starts_with('{') {
                let what =
                    format!("`{}.{}` is a `{}`, no `{{type}}` of ours", table.name, column.name, column.kind);
                self.say(column.line, what, &schema.type_says);
            }
        }
    }

    fn say(&mut self, line: usize, what: String, says: &str) {
        self.findings.push(Finding::new(self.path, line, what, says));
    }
}

fn begins(columns: &[String]) -> bool {
    columns.first().is_some_and(|first| first == PRACTICE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let data = Data::embedded().expect("tidy.toml reads");
        let findings = check(&House::of(&[("migrations/0001_a.sql", text)]), &data);
        findings.into_iter().map(|finding| format!("{} {}", finding.line, finding.what)).collect()
    }

    const GOOD: &str = "CREATE TABLE patient (\n  organization_id {uuid} NOT NULL,\n  practice_id {uuid} NOT NULL,\n  id {uuid} NOT NULL,\n  \
        listen {text},\n  PRIMARY KEY (practice_id, id),\n  UNIQUE (practice_id, listen),\n  \
        FOREIGN KEY (organization_id, practice_id) REFERENCES practice (organization_id, id)\n) {strict};\n";

    #[test]
    fn a_practices_table_passes() {
        assert_eq!(found(GOOD), Vec::<String>::new());
        let child = "create table contact (organization_id {uuid}, practice_id {uuid}, id {uuid}, patient_id {uuid},\n\
            primary key (practice_id, id), constraint c foreign key (practice_id, patient_id) references patient (practice_id, id)) {strict};";
        assert_eq!(found(child), Vec::<String>::new());
        assert!(
            found("create table rule_set (hash {bytes} primary key, body {bytes} not null) {strict};")
                .is_empty()
        );
        assert!(found("create table audit_seal (organization_id {uuid}, first {int}, primary key (organization_id, first)) {strict};").is_empty());
    }

    #[test]
    fn keys_begin_with_the_practice() {
        let text =
            "create table note (organization_id {uuid}, practice_id {uuid}, id {uuid} primary key) {strict};";
        assert_eq!(found(text), ["1 the primary key of `note` does not begin with `practice_id`"]);
        let text =
            "create table note (practice_id {uuid}, id {uuid}, primary key (practice_id, id)) {strict};";
        assert_eq!(found(text), ["1 `note` has no `organization_id`"]);
        assert_eq!(found("create unique index a on note (id, practice_id);").len(), 1);
        assert!(found("create unique index a on note (practice_id, id) where id is not null;").is_empty());
    }

    #[test]
    fn links_stay_inside_a_practice() {
        let bad = GOOD
            .replace("REFERENCES practice (organization_id, id)", "REFERENCES episode (organization_id, id)");
        assert_eq!(found(&bad), ["8 `patient` refers to `episode` without `practice_id` first"]);
        assert_eq!(found("alter table note add column patient_id {uuid} references patient (id);").len(), 1);
        assert!(found("alter table note add column person_id {uuid} references person (id);").is_empty());
    }

    #[test]
    fn types_are_ours_and_tables_strict() {
        assert_eq!(found(&GOOD.replace("listen {text}", "listen varchar(9)")).len(), 1);
        assert_eq!(found(&GOOD.replace("listen {text}", "listen {txet}")).len(), 1);
        assert_eq!(found(&GOOD.replace(" {strict}", "")).len(), 1);
        assert_eq!(found(&format!("-- @postgres\n{}-- @end\n", GOOD.replace(" {strict}", ""))).len(), 0);
    }

    #[test]
    fn nothing_rests_on_triggers_sequences_or_notices() {
        for bad in [
            "create trigger t after insert on note begin select 1; end;",
            "create sequence s;",
            "-- @postgres\nselect nextval('s');\n-- @end\n",
            "-- @postgres\ndo $$ begin perform pg_advisory_xact_lock(1); end $$;\n-- @end\n",
            "listen changes;",
            "-- @postgres\nalter table note add column n bigserial;\n-- @end\n",
        ] {
            assert_eq!(found(bad).len(), 1, "{bad}: {:?}", found(bad));
        }
        let fenced = "-- @sqlite\ncreate trigger t before update on note begin select raise(abort, 'no'); end;\n-- @end\n";
        assert!(found(fenced).is_empty());
    }
}
