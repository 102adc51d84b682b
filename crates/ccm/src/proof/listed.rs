//! The claims of a letter, as somebody pasted them or took them from a file.

/// More are no one letter's.
pub const MOST_LISTED: usize = 500;

/// One line of the list. What it says may be anything: it is shown beside its answer and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedClaim {
    /// Line of the text, from 1.
    pub line: usize,
    /// What was taken for the claim's number.
    pub number: String,
    /// The line above that names the same.
    pub repeats: Option<usize>,
}

impl std::fmt::Debug for ListedClaim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListedClaim(line {})", self.line)
    }
}

/// Reads a number for each line: the column whose heading speaks of a claim, else the first. Columns are parted by
/// comma, semicolon or tab, and may wear quotation marks. Empty lines are passed over.
pub fn read_list(text: &str) -> Vec<ListedClaim> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
    let heading = |line: &str| {
        let cells: Vec<String> = cells(line).map(str::to_lowercase).collect();
        // A number of ours has digits; a heading has none.
        let is_heading = cells.iter().all(|cell| !cell.chars().any(|c| c.is_ascii_digit()));
        let column = cells.iter().position(|cell| cell.contains("claim") || cell.contains("control"));
        is_heading.then_some(column).flatten()
    };
    let column = lines.peek().and_then(|(_, line)| heading(line));
    if column.is_some() {
        lines.next();
    }
    let mut listed: Vec<ListedClaim> = Vec::new();
    for (line, text) in lines {
        let Some(cell) = cells(text).nth(column.unwrap_or(0)) else { continue };
        let number = if cell.starts_with("clm_") { cell.to_owned() } else { cell.to_uppercase() };
        let repeats = listed.iter().find(|before| before.number == number).map(|before| before.line);
        listed.push(ListedClaim { line, number, repeats });
    }
    listed
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"').trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str, Option<usize>)]) {
        let read = read_list(text);
        let read: Vec<_> = read.iter().map(|one| (one.line, one.number.as_str(), one.repeats)).collect();
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn a_list_reads_as_it_comes() {
        check("", &[]);
        check(" p1a \n\nP2\np1A", &[(1, "P1A", None), (3, "P2", None), (4, "P1A", Some(1))]);
        check("Beneficiary,Claim number\nA,\"P1\"\nB;P2\r\n", &[(2, "P1", None), (3, "P2", None)]);
        check("P1\tsomething\n", &[(1, "P1", None)]);
        check("only one column,of two\n", &[(1, "ONLY ONE COLUMN", None)]);
    }
}
