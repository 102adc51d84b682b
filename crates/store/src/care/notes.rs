//! Signed notes with their minutes, the next contact, and a person's own notepad. What was written is sealed.

use std::sync::Arc;

use app::Result;
use app::ports::store::Notes;
use app::ports::{AddendumRow, NextContactRow, NoteRow, NotepadRow, OpenEntryRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::note::NotedEntry;
use ccm::time::Contact;
use db::{Row, values};
use uuid::Uuid;

use super::queries::*;
use crate::columns::{Columns, each, id_list, json};
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

fn text_at(practice: Uuid, note: Uuid) -> At {
    At::column("call_note.text_sealed").id(practice).id(note)
}

fn ticks_at(practice: Uuid, note: Uuid) -> At {
    At::column("call_note.ticks_sealed").id(practice).id(note)
}

fn addendum_at(practice: Uuid, note: Uuid, number: i64) -> At {
    At::column("call_note_addendum.text_sealed").id(practice).id(note).number(number)
}

fn notepad_at(practice: Uuid, person: Uuid) -> At {
    At::column("notepad.body_sealed").id(practice).id(person)
}

fn read_note(practice: Uuid, keys: &Arc<Keyring>, row: &Row) -> Result<NoteRow> {
    let mut row = Columns::of(row);
    let id = NoteId(row.get()?);
    Ok(NoteRow {
        id,
        call: CallId(row.get()?),
        patient: PatientId(row.get()?),
        contact: row.get::<Option<_>>()?.map(ContactId),
        outcome: row.get()?,
        reached: row.get()?,
        seconds: row.get()?,
        text: keys.open_text(&text_at(practice, id.0), row.get()?)?,
        ticks: keys.open(&ticks_at(practice, id.0), row.get()?)?,
        sha256: row.hash()?,
        signed_at: row.get()?,
        signed_by: PersonId(row.get()?),
    })
}

fn read_next(row: &mut Columns<'_>) -> Result<NextContactRow> {
    Ok(NextContactRow {
        patient: PatientId(row.get()?),
        note: NoteId(row.get()?),
        from: row.get()?,
        until: row.get()?,
        part: row.word_opt()?,
        why: row.json()?,
    })
}

#[async_trait]
impl Notes for StoreTx {
    async fn noted_entries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        entries: &[TimeEntryId],
    ) -> Result<Vec<NotedEntry>> {
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(entries.iter().map(|id| id.0));
        let rows = self.rows(&NOTED_ENTRIES, values![practice, tenant, list, patient.0, from]).await?;
        each(&rows, |row| {
            Ok(NotedEntry {
                id: TimeEntryId(row.get()?),
                patient: PatientId(row.get()?),
                performer: PersonId(row.get()?),
                seconds: row.get()?,
                is_struck: row.get::<Option<Uuid>>()?.is_some(),
                is_noted: row.get::<Option<Uuid>>()?.is_some(),
            })
        })
    }

    async fn open_entries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        person: PersonId,
        from: Timestamp,
    ) -> Result<Vec<OpenEntryRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&OPEN_ENTRIES, values![practice, tenant, patient.0, person.0, from]).await?;
        each(&rows, |row| {
            Ok(OpenEntryRow {
                id: TimeEntryId(row.get()?),
                started_at: row.get()?,
                seconds: row.get()?,
                activity: row.get()?,
            })
        })
    }

    async fn add_note(
        &mut self,
        practice: PracticeId,
        note: &NoteRow,
        entries: &[TimeEntryId],
        contact: Option<&Contact>,
    ) -> Result<()> {
        let id = practice;
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let params = values![
            practice,
            tenant,
            note.id.0,
            note.call.0,
            note.patient.0,
            note.contact.map(|contact| contact.0),
            &note.outcome,
            note.reached,
            note.seconds,
            keys.seal(&text_at(practice, note.id.0), note.text.as_bytes())?,
            keys.seal(&ticks_at(practice, note.id.0), &note.ticks)?,
            note.sha256.to_vec(),
            note.signed_at,
            note.signed_by.0,
        ];
        self.write(&ADD_NOTE, params).await?;
        let links = entries.iter().map(|entry| values![practice, tenant, entry.0, note.id.0, note.patient.0]);
        self.write_many(&ADD_NOTE_ENTRY, links.collect()).await?;
        if let Some(contact) = contact {
            self.write_contact(id, contact, Recorded { at: note.signed_at, by: note.signed_by }).await?;
        }
        Ok(())
    }

    async fn note(&mut self, practice: PracticeId, id: NoteId) -> Result<Option<NoteRow>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&NOTE, values![practice, tenant, id.0]).await? else { return Ok(None) };
        read_note(practice, &self.keyring().await?, &row).map(Some)
    }

    async fn note_of_call(&mut self, practice: PracticeId, call: CallId) -> Result<Option<NoteId>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&NOTE_OF_CALL, values![practice, tenant, call.0]).await?;
        row.map(|row| Columns::of(&row).get().map(NoteId)).transpose()
    }

    async fn call_notes(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        limit: i64,
    ) -> Result<Vec<NoteRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&NOTES_OF, values![practice, tenant, patient.0, limit]).await?;
        let keys = self.keyring().await?;
        rows.iter().map(|row| read_note(practice, &keys, row)).collect()
    }

    async fn addenda(&mut self, practice: PracticeId, note: NoteId) -> Result<Vec<AddendumRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ADDENDA, values![practice, tenant, note.0]).await?;
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let number = row.get()?;
            let text = keys.open_text(&addendum_at(practice, note.0, number), row.get()?)?;
            let recorded = Recorded { at: row.get()?, by: PersonId(row.get()?) };
            Ok(AddendumRow { number, text, recorded })
        })
    }

    async fn add_addendum(
        &mut self,
        practice: PracticeId,
        note: NoteId,
        addendum: &AddendumRow,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let at = addendum_at(practice, note.0, addendum.number);
        let sealed = self.keyring().await?.seal(&at, addendum.text.as_bytes())?;
        let recorded = addendum.recorded;
        let params = values![practice, tenant, note.0, addendum.number, sealed, recorded.at, recorded.by.0];
        self.write(&ADD_ADDENDUM, params).await.map(drop)
    }

    async fn add_next_contact(
        &mut self,
        practice: PracticeId,
        next: &NextContactRow,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            next.patient.0,
            next.note.0,
            next.from,
            next.until,
            next.part.map(ccm::care::next_contact::DayPart::word),
            json(&next.why)?,
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_NEXT_CONTACT, params).await.map(drop)
    }

    async fn next_contact(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Option<NextContactRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&NEXT_CONTACT, values![practice, tenant, patient.0]).await?;
        row.map(|row| read_next(&mut Columns::of(&row))).transpose()
    }

    async fn contacts_due(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        (by, at): (Date, Timestamp),
        limit: i64,
    ) -> Result<Vec<NextContactRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONTACTS_DUE, values![practice, tenant, person.0, by, at, limit]).await?;
        each(&rows, read_next)
    }

    async fn notepad(&mut self, practice: PracticeId, person: PersonId) -> Result<Option<NotepadRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&NOTEPAD, values![practice, tenant, person.0]).await?;
        let Some(row) = row else { return Ok(None) };
        let keys = self.keyring().await?;
        let mut row = Columns::of(&row);
        Ok(Some(NotepadRow {
            revision: row.get()?,
            body: keys.open_text(&notepad_at(practice, person.0), row.get()?)?,
            saved_at: row.get()?,
        }))
    }

    async fn put_notepad(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        row: &NotepadRow,
        seen: i64,
    ) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.keyring().await?.seal(&notepad_at(practice, person.0), row.body.as_bytes())?;
        let mut params = values![practice, tenant, person.0, row.revision, sealed, row.saved_at];
        let query = if seen == 0 { &NEW_NOTEPAD } else { &SAVE_NOTEPAD };
        if seen != 0 {
            params.push(seen.into());
        }
        Ok(self.write(query, params).await? == 1)
    }
}
