//! A document or a line of Bulk Data: read, sorted by patient, given on.

use app::people::Incoming;
use ccm::basics::Problem;
use fhir::ndjson::{Line, read_line};
use fhir::{Document, Entry, Resource};

use super::item::Item;
use super::notes::Place;
use super::whose::{Led, Patients, Subject, subject};
use super::{Translator, pieces, record};

/// What a line of Bulk Data was.
#[derive(Debug, PartialEq, Eq)]
pub enum LineOf {
    /// A resource of this patient: it was added to the body that was asked for.
    Patient,
    /// Taken in, kept out or refused; nothing to stage.
    Nobody,
    /// No FHIR: it has no `resourceType`. Nothing was noted.
    NoFhir,
}

/// Where the resources of a document go.
enum Owner<'d> {
    /// A patient of the document, by place.
    Here(usize),
    /// A patient of another file.
    Elsewhere(&'d str),
    /// Everybody's: the directory has what we need of it.
    Shared,
    /// Nobody is named: in a document of one patient it is theirs, else nobody's.
    Nobody,
    /// Somebody is named who cannot be found.
    Lost,
}

impl Translator {
    /// Reads a Bundle or a single resource; patients and pieces are given one by one.
    pub fn document(&mut self, file: &str, bytes: &[u8], give: &mut dyn FnMut(Incoming)) {
        let document = match fhir::read_document(bytes) {
            Ok(document) => document,
            Err(problem) => return self.notes.refuse_fhir(file, None, &problem),
        };
        let items = self.items(file, &document);
        for item in &items {
            self.add_shared(item);
        }
        let mut patients = Patients::default();
        let own: Vec<Option<usize>> = items
            .iter()
            .map(|item| matches!(item.resource, Resource::Patient(_)).then(|| patients.add(item)))
            .collect();
        let mut here: Vec<Vec<Item<'_>>> = patients.keys.iter().map(|_| Vec::new()).collect();
        let mut elsewhere: Vec<(&str, Item<'_>)> = Vec::new();
        for (item, own) in items.iter().zip(own) {
            match own.map_or_else(|| owner(item, &patients), Owner::Here) {
                Owner::Here(place) => here[place].push(*item),
                Owner::Elsewhere(key) => elsewhere.push((key, *item)),
                Owner::Shared | Owner::Nobody if here.len() == 1 => here[0].push(*item),
                Owner::Shared => {}
                Owner::Nobody | Owner::Lost => self.notes.report.orphans += 1,
            }
        }
        let is_bundle = document.bundle.is_some();
        for (key, mut items) in patients.keys.iter().zip(here) {
            // A Patient alone is a page of something larger.
            let is_whole = is_bundle
                && items.len() > 1
                && !items.iter().any(|item| record::waits(item.resource, &self.directory));
            let whole = if is_whole { self.record(&mut items, &patients) } else { None };
            give(match whole {
                Some(record) => Incoming::Whole(Box::new(record)),
                None => piece(key, &items),
            });
        }
        elsewhere.sort_by_key(|(key, _)| *key);
        for chunk in elsewhere.chunk_by(|(a, _), (b, _)| a == b) {
            let items: Vec<Item<'_>> = chunk.iter().map(|(_, item)| *item).collect();
            give(piece(chunk[0].0, &items));
        }
    }

    /// Reads one line of Bulk Data; a patient's resource is added to the body that `body_of` has for that patient.
    pub fn line<'b>(
        &mut self,
        file: &str,
        line: &Line<'_>,
        body_of: impl FnOnce(&str) -> &'b mut Vec<u8>,
    ) -> LineOf {
        let entry = read_line(line);
        let resource = match &entry.resource {
            Ok(resource) => resource,
            Err(problems) => {
                if problems.iter().all(|problem| problem.reason == fhir::Reason::NoResourceType) {
                    return LineOf::NoFhir;
                }
                problems.iter().for_each(|it| self.notes.refuse_fhir(file, Some(line.number), it));
                return LineOf::Nobody;
            }
        };
        self.count(resource);
        let words = format!("{file}: line {}", line.number);
        let item = Item::new(resource, entry.json, None, Place::Words(&words));
        self.add_shared(&item);
        match owner(&item, &Patients::default()) {
            Owner::Here(_) | Owner::Shared => LineOf::Nobody,
            Owner::Elsewhere(key) => {
                pieces::push_item(body_of(key), &item);
                LineOf::Patient
            }
            Owner::Nobody if matches!(resource, Resource::Patient(_)) => {
                pieces::push_item(body_of(&item.source_id()), &item);
                LineOf::Patient
            }
            Owner::Nobody | Owner::Lost => {
                self.notes.report.orphans += 1;
                LineOf::Nobody
            }
        }
    }

    /// Refuses a whole file, or from a line on, for a reason that is not FHIR's.
    pub(in crate::ehr) fn refuse(&mut self, problem: Problem) {
        self.notes.report.refuse(problem);
    }

    /// The Patient of a document as a piece, for resources of theirs in other files.
    pub(in crate::ehr) fn patient_of(file: &str, bytes: &[u8], key: &str) -> Option<Vec<u8>> {
        let document = fhir::read_document(bytes).ok()?;
        let mut body = Vec::new();
        for (index, entry) in document.entries.iter().enumerate() {
            if let Some(item) = item(entry, Place::Entry { file, index })
                && matches!(item.resource, Resource::Patient(_))
                && item.source_id() == key
            {
                pieces::push_item(&mut body, &item);
            }
        }
        (!body.is_empty()).then_some(body)
    }

    /// The readable resources of a document; the others are refused here.
    fn items<'d>(&mut self, file: &'d str, document: &'d Document<'d>) -> Vec<Item<'d>> {
        let mut items = Vec::with_capacity(document.entries.len());
        for (index, entry) in document.entries.iter().enumerate() {
            let place = match document.bundle {
                Some(_) => Place::Entry { file, index },
                None => Place::Words(file),
            };
            if let Some(item) = item(entry, place) {
                self.count(item.resource);
                items.push(item);
            }
            if let Err(problems) = &entry.resource {
                problems.iter().for_each(|problem| self.notes.refuse_fhir(file, None, problem));
            }
        }
        items
    }

    fn count(&mut self, resource: &Resource<'_>) {
        match resource {
            Resource::Unread(unread) => self.notes.kept_unread(&unread.resource_type),
            _ => self.notes.read(resource.type_name()),
        }
    }

    fn add_shared(&mut self, item: &Item<'_>) {
        if !matches!(subject(item.resource), Subject::Shared) {
            return;
        }
        if self.directory.is_full() {
            self.notes.refuse("too_many_shared", item.place, "id");
        }
        self.directory.add(item.resource, item.full_url);
    }
}

fn item<'d>(entry: &'d Entry<'d>, place: Place<'d>) -> Option<Item<'d>> {
    let resource = entry.resource.as_ref().ok()?;
    Some(Item::new(resource, entry.json, entry.full_url.as_deref(), place))
}

fn owner<'d>(item: &Item<'d>, patients: &Patients<'_>) -> Owner<'d> {
    match subject(item.resource) {
        Subject::Of(reference) => match patients.led(reference) {
            Led::Here(place) => Owner::Here(place),
            Led::Elsewhere(id) => Owner::Elsewhere(id),
            Led::Nowhere => Owner::Lost,
        },
        Subject::Shared => Owner::Shared,
        Subject::Itself | Subject::Nobody => Owner::Nobody,
    }
}

fn piece(key: &str, items: &[Item<'_>]) -> Incoming {
    let mut body = Vec::with_capacity(items.iter().map(|item| item.json.len() + 96).sum());
    items.iter().for_each(|item| pieces::push_item(&mut body, item));
    Incoming::Piece { patient_key: key.to_owned(), body }
}
