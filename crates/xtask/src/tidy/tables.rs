//! What a statement says of a table: its columns, keys and links.

use super::sql::{Engine, Statement, Word};

pub struct Table {
    pub name: String,
    pub line: usize,
    pub engine: Engine,
    /// False where an existing table is altered or indexed: then only what is added is here.
    pub is_new: bool,
    pub columns: Vec<Column>,
    pub primary: Option<Vec<String>>,
    pub unique: Vec<(usize, Vec<String>)>,
    pub links: Vec<Link>,
    /// The words after the closing parenthesis.
    pub tail: Vec<String>,
}

pub struct Column {
    pub name: String,
    pub kind: String,
    pub line: usize,
}

/// A foreign key. `to` is empty where it means the other table's primary key.
pub struct Link {
    pub line: usize,
    pub from: Vec<String>,
    pub table: String,
    pub to: Vec<String>,
}

/// Reads `CREATE TABLE`, `ALTER TABLE … ADD` and `CREATE UNIQUE INDEX`; anything else is `None`.
pub fn read(statement: &Statement) -> Option<Table> {
    let first = statement.first()?;
    let words: Vec<&str> = statement.iter().map(|word| word.text.as_str()).collect();
    let head: Vec<&str> = words.iter().take_while(|word| **word != "(").copied().collect();
    let mut table = Table {
        name: String::new(),
        line: first.line,
        engine: first.engine,
        is_new: false,
        columns: Vec::new(),
        primary: None,
        unique: Vec::new(),
        links: Vec::new(),
        tail: Vec::new(),
    };
    match words.as_slice() {
        // A partition has its parent's columns, a virtual table none of ours.
        ["create", ..] if head.contains(&"partition") || head.contains(&"virtual") => None,
        ["create", ..] if head.contains(&"table") => {
            table.name = name_after(&head, "table")?;
            table.is_new = true;
            let (inside, rest) = parenthesis(statement)?;
            table.tail = rest.iter().map(|word| word.text.clone()).collect();
            items(inside).into_iter().for_each(|item| table.item(item));
            Some(table)
        }
        ["create", "unique", "index", ..] => {
            table.name = name_after(&head, "on")?;
            table.unique.push((first.line, names(parenthesis(statement)?.0)));
            Some(table)
        }
        ["alter", "table", ..] => {
            table.name = name_after(&head, "table")?;
            for item in items(statement) {
                let Some(add) = item.iter().position(|word| word.text == "add") else { continue };
                let skipped = |word: &&Word| ["column", "if", "not", "exists"].contains(&word.text.as_str());
                let skip = item.iter().skip(add + 1).take_while(skipped).count();
                table.item(item.get(add + 1 + skip..).unwrap_or_default());
            }
            Some(table)
        }
        _ => None,
    }
}

impl Table {
    /// One line of the definition: a constraint, or a column with what hangs on it.
    fn item(&mut self, item: &[Word]) {
        let item = match item {
            [word, _, rest @ ..] if word.text == "constraint" => rest,
            all => all,
        };
        let Some(first) = item.first() else { return };
        let columns = parenthesis(item).map(|(inside, _)| names(inside)).unwrap_or_default();
        match first.text.as_str() {
            "primary" => self.primary = Some(columns),
            "unique" => self.unique.push((first.line, columns)),
            "foreign" => self.link(item, columns),
            "check" | "exclude" | "like" => {}
            name => {
                let kind = item.get(1).map(|word| word.text.clone()).unwrap_or_default();
                self.columns.push(Column { name: name.to_string(), kind, line: first.line });
                if item.iter().any(|word| word.text == "primary") {
                    self.primary = Some(vec![name.to_string()]);
                }
                if item.iter().any(|word| word.text == "unique") {
                    self.unique.push((first.line, vec![name.to_string()]));
                }
                self.link(item, vec![name.to_string()]);
            }
        }
    }

    fn link(&mut self, item: &[Word], from: Vec<String>) {
        let Some(at) = item.iter().position(|word| word.text == "references") else { return };
        let Some(target) = item.get(at + 1) else { return };
        let follows = item.get(at + 2).is_some_and(|word| word.text == "(");
        let to =
            item.get(at + 2..).filter(|_| follows).and_then(parenthesis).map(|(inside, _)| names(inside));
        self.links.push(Link {
            line: target.line,
            from,
            table: target.text.clone(),
            to: to.unwrap_or_default(),
        });
    }
}

/// The table's name: after the word, past `if not exists` and `only`, without its schema.
fn name_after(head: &[&str], word: &str) -> Option<String> {
    let at = head.iter().position(|known| *known == word)?;
    let mut rest = head.iter().skip(at + 1).skip_while(|word| ["if", "not", "exists", "only"].contains(word));
    let name = rest.next()?;
    match rest.next() {
        Some(&".") => rest.next().map(ToString::to_string),
        _ => Some(name.to_string()),
    }
}

/// The words inside the first parenthesis, and those after it.
fn parenthesis(words: &[Word]) -> Option<(&[Word], &[Word])> {
    let open = words.iter().position(|word| word.text == "(")?;
    let mut depth = 0_usize;
    for (i, word) in words.iter().enumerate().skip(open) {
        match word.text.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((words.get(open + 1..i)?, words.get(i + 1..)?));
        }
    }
    None
}

/// Split at the commas that stand in no inner parenthesis.
fn items(words: &[Word]) -> Vec<&[Word]> {
    let mut depth = 0_usize;
    let split = words.split(|word| {
        match word.text.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && word.text == ","
    });
    split.filter(|item| !item.is_empty()).collect()
}

/// The first word of each item: a column, or the name of a function over some.
fn names(words: &[Word]) -> Vec<String> {
    items(words).iter().filter_map(|item| item.first()).map(|word| word.text.clone()).collect()
}
