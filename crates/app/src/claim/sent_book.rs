//! Which claims an answer speaks of, by the files that we sent.

use std::collections::HashMap;

use crate::ports::answers::{Scope, SentSet, ToldOfClaims};
use crate::ports::carriage::FileNumber;
use crate::{App, Error, Result, Work};

/// What our own files hold, each read once, from the bytes that were sent.
#[derive(Default)]
pub(super) struct SentBook {
    files: HashMap<FileNumber, Vec<SentSet>>,
}

impl SentBook {
    /// Numbers of the claims that an answer speaks of; none for a name that we never gave.
    pub async fn claims(&mut self, app: &App, work: &mut Work, told: &ToldOfClaims) -> Result<Vec<String>> {
        let all = |sets: &[SentSet]| sets.iter().flat_map(|set| set.claims.clone()).collect();
        let between = told.between.clone();
        Ok(match &told.scope {
            Scope::Claim(number) => vec![number.clone()],
            Scope::Interchange(control) => {
                all(self.sets(app, work, FileNumber::Interchange(*control, between)).await?)
            }
            Scope::Group(group) => all(self.sets(app, work, FileNumber::Group(*group, between)).await?),
            Scope::Set(group, control) => {
                let sets = self.sets(app, work, FileNumber::Group(*group, between)).await?;
                let set = sets.iter().find(|set| set.set == *control);
                set.map(|set| set.claims.clone()).unwrap_or_default()
            }
            Scope::Batch(batch) => {
                // BHT03 is the file's batch and the number of the set in it.
                let file = batch.split('S').next().unwrap_or_default().to_owned();
                let sets = self.sets(app, work, FileNumber::Batch(file)).await?;
                let set = sets.iter().find(|set| set.batch == *batch);
                set.map(|set| set.claims.clone()).unwrap_or_default()
            }
        })
    }

    /// Whether the name is one of ours, though no claim stands behind it: of a file that asks about people.
    pub fn knows(&self, told: &ToldOfClaims) -> bool {
        let between = told.between.clone();
        let number = match &told.scope {
            Scope::Interchange(control) => FileNumber::Interchange(*control, between),
            Scope::Group(group) | Scope::Set(group, _) => FileNumber::Group(*group, between),
            Scope::Batch(_) | Scope::Claim(_) => return false,
        };
        let sets = self.files.get(&number);
        sets.is_some_and(|sets| !sets.is_empty() && sets.iter().all(|set| set.claims.is_empty()))
    }

    async fn sets(&mut self, app: &App, work: &mut Work, number: FileNumber) -> Result<&[SentSet]> {
        if !self.files.contains_key(&number) {
            let practice = work.practice_id()?;
            let file = work.tx.file_numbered(practice, &number).await?;
            let sets = match file {
                Some(file) => app.answers.sent(&file.body).map_err(|_| {
                    Error::Internal(format!("{} is a file of ours that cannot be read", file.id))
                })?,
                None => Vec::new(),
            };
            self.files.insert(number.clone(), sets);
        }
        Ok(self.files.get(&number).map(Vec::as_slice).unwrap_or_default())
    }
}
