//! People who work here, patients with their identifiers, coverage and links.

pub(crate) mod eligibility;
pub(crate) mod find;
pub(crate) mod preference;
pub(crate) mod roster;

use app::ports::store::People;
use app::{Error, Result};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::people::{Contact, Coverage, Credential, Identifier, Patient, Person, StaffRole};
use db::{Query, Row, Value, values};

use crate::columns::{Columns, among, each, id_list, json, patient_list};
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! patient_columns {
    ($($rest:tt)*) => {
        concat!(
            "select patient_id, family, given, born_on, sex, language, deceased, contact_sealed from patient
            where practice_id = $1 and organization_id = $2",
            $($rest)*
        )
    };
}

macro_rules! deaths {
    ($($more:tt)*) => {
        concat!(
            "select patient_id, deceased from patient
            where practice_id = $1 and organization_id = $2 and deceased is not null",
            $($more)*
        )
    };
}

macro_rules! identifiers {
    ($($more:tt)*) => {
        concat!(
            "select patient_id, system, value_index, value_sealed from patient_identifier
            where practice_id = $1 and organization_id = $2",
            $($more)*,
            " order by patient_id, system, value_index"
        )
    };
}

macro_rules! coverages {
    ($($more:tt)*) => {
        concat!(
            "select c.patient_id, c.coverage_id, c.version, c.status, c.payer_name, c.type_code,
                c.subscriber_sealed, c.from_date, c.until_date, c.qmb
            from coverage c where c.practice_id = $1 and c.organization_id = $2
                and c.status not in ('entered-in-error', 'refuted')
                and not exists (select 1 from coverage n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.patient_id = c.patient_id
                    and n.coverage_id = c.coverage_id and n.version > c.version)",
            $($more)*,
            " order by c.patient_id, c.coverage_id"
        )
    };
}

db::queries! {
    PERSONS = "select p.person_id, p.key, p.family, p.given, p.npi, p.qp_years,
            (select min(l.name) from login l
                where l.organization_id = p.organization_id and l.person_id = p.person_id)
        from person p where p.organization_id = $1 order by p.key";
    PUT_PERSON = "insert into person (organization_id, person_id, key, family, given, npi, qp_years)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (organization_id, person_id) do update set key = excluded.key, family = excluded.family,
            given = excluded.given, npi = excluded.npi, qp_years = excluded.qp_years";
    CLEAR_LOGINS = "delete from login where organization_id = $1 and person_id = $2 and name <> $3";
    /// A name that is taken stays with whom it belongs to.
    PUT_LOGIN = "insert into login (organization_id, login_id, person_id, name) values ($1, $2, $3, $4)
        on conflict (organization_id, name) do update set name = excluded.name
        where login.person_id = excluded.person_id";
    ROLES = "select role_id, person_id, word, from_date, until_date, taxonomy, country, supervisor_id,
            credential_kind, credential_state, credential_from, credential_until
        from staff_role where practice_id = $1 and organization_id = $2 order by person_id, from_date, role_id";
    PUT_ROLE = "insert into staff_role (practice_id, organization_id, role_id, person_id, word, from_date,
            until_date, taxonomy, country, supervisor_id, credential_kind, credential_state, credential_from,
            credential_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (practice_id, role_id) do update set person_id = excluded.person_id, word = excluded.word,
            from_date = excluded.from_date, until_date = excluded.until_date, taxonomy = excluded.taxonomy,
            country = excluded.country, supervisor_id = excluded.supervisor_id,
            credential_kind = excluded.credential_kind, credential_state = excluded.credential_state,
            credential_from = excluded.credential_from, credential_until = excluded.credential_until
        where staff_role.organization_id = excluded.organization_id";
    PATIENTS = patient_columns!(" order by patient_id");
    PATIENT = patient_columns!(" and patient_id = $3");
    PATIENTS_OF = {
        lite: patient_columns!(among!(lite "patient_id")),
        pg: patient_columns!(among!(pg "patient_id")),
    };
    DEATHS_OF = { lite: deaths!(among!(lite "patient_id")), pg: deaths!(among!(pg "patient_id")) };
    IDENTIFIERS = identifiers!("");
    IDENTIFIERS_OF = { lite: identifiers!(among!(lite "patient_id")), pg: identifiers!(among!(pg "patient_id")) };
    COVERAGES = coverages!("");
    COVERAGES_OF = { lite: coverages!(among!(lite "c.patient_id")), pg: coverages!(among!(pg "c.patient_id")) };
    LINKS = "select patient_id, other_practice_id, other_patient_id, kind from patient_link
        where practice_id = $1 and organization_id = $2
        order by patient_id, other_practice_id, other_patient_id, kind";
}

/// Where an identifier's value is sealed.
pub(crate) fn identifier_at(practice: PracticeId, patient: PatientId, system: &str, index: &[u8]) -> At {
    At::column("patient_identifier.value_sealed")
        .id(practice.0)
        .id(patient.0)
        .bytes(system.as_bytes())
        .bytes(index)
}

pub(crate) fn contact_at(practice: PracticeId, patient: PatientId) -> At {
    At::column("patient.contact_sealed").id(practice.0).id(patient.0)
}

pub(crate) fn subscriber_at(
    practice: PracticeId,
    patient: PatientId,
    coverage: CoverageId,
    version: i64,
) -> At {
    At::column("coverage.subscriber_sealed").id(practice.0).id(patient.0).id(coverage.0).number(version)
}

fn read_patient(practice: PracticeId, keys: &Keyring, row: &mut Columns<'_>) -> Result<Patient> {
    let id = PatientId(row.get()?);
    Ok(Patient {
        id,
        family: row.get()?,
        given: row.get()?,
        born_on: row.get()?,
        sex: row.get()?,
        language: row.get()?,
        deceased: row.parsed_opt()?,
        contact: match row.get::<Option<Vec<u8>>>()? {
            None => Contact::default(),
            Some(sealed) => serde_json::from_slice(&keys.open(&contact_at(practice, id), sealed)?)
                .map_err(|_| unreadable("patient.contact_sealed"))?,
        },
    })
}

fn read_role(row: &mut Columns<'_>) -> Result<StaffRole> {
    let (id, person) = (RoleId(row.get()?), PersonId(row.get()?));
    let (word, from, until, taxonomy, country) = (row.get()?, row.get()?, row.get()?, row.get()?, row.get()?);
    let supervisor = row.get::<Option<_>>()?.map(PersonId);
    let (kind, state, since, to) = (row.get::<Option<_>>()?, row.get()?, row.get::<Option<_>>()?, row.get()?);
    let credential = kind.zip(since).map(|(kind, from)| Credential { kind, state, from, until: to });
    Ok(StaffRole { id, person, word, from, until, taxonomy, country, supervisor, credential })
}

impl StoreTx {
    async fn patients_by(
        &mut self,
        query: &Query,
        practice: PracticeId,
        params: Vec<Value>,
    ) -> Result<Vec<Patient>> {
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| read_patient(practice, &keys, row))
    }

    async fn identifiers_by(
        &mut self,
        query: &Query,
        practice: PracticeId,
        params: Vec<Value>,
    ) -> Result<Vec<(PatientId, Identifier)>> {
        let rows: Vec<Row> = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (patient, system) = (PatientId(row.get()?), row.get::<String>()?);
            let at = identifier_at(practice, patient, &system, &row.get::<Vec<u8>>()?);
            let value = keys.open_text(&at, row.get()?)?;
            Ok((patient, Identifier { system, value }))
        })
    }

    async fn coverages_by(
        &mut self,
        query: &Query,
        practice: PracticeId,
        params: Vec<Value>,
    ) -> Result<Vec<(PatientId, Coverage)>> {
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (patient, id, version) = (PatientId(row.get()?), CoverageId(row.get()?), row.get()?);
            let (status, payer_name, type_code) = (row.get()?, row.get()?, row.get()?);
            let mbi = match row.get::<Option<Vec<u8>>>()? {
                None => None,
                Some(sealed) => {
                    let text = keys.open_text(&subscriber_at(practice, patient, id, version), sealed)?;
                    Some(text.parse().map_err(|_| unreadable("coverage.subscriber_sealed"))?)
                }
            };
            let (from, until, qmb) = (row.get()?, row.get()?, row.get()?);
            Ok((patient, Coverage { id, status, payer_name, type_code, mbi, from, until, qmb }))
        })
    }
}

#[async_trait]
impl People for StoreTx {
    async fn persons(&mut self) -> Result<Vec<Person>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&PERSONS, values![tenant]).await?;
        each(&rows, |row| {
            Ok(Person {
                id: PersonId(row.get()?),
                key: row.get()?,
                family: row.get()?,
                given: row.get()?,
                npi: row.parsed_opt()?,
                qp_years: row.json()?,
                login: row.get()?,
            })
        })
    }

    async fn put_person(&mut self, person: &Person, login: Option<LoginId>) -> Result<()> {
        let (tenant, id) = (self.tenant()?, person.id.0);
        let npi = person.npi.as_ref().map(Npi::as_str);
        let params =
            values![tenant, id, &person.key, &person.family, &person.given, npi, json(&person.qp_years)?];
        self.put(&PUT_PERSON, params).await?;
        let name = person.login.as_deref().unwrap_or_default();
        self.write(&CLEAR_LOGINS, values![tenant, id, name]).await?;
        match (&person.login, login) {
            (None, _) => Ok(()),
            (Some(name), Some(login)) => self.put(&PUT_LOGIN, values![tenant, login.0, id, name]).await,
            (Some(_), None) => {
                Err(Error::Internal("a sign-in name without an id to keep it under".to_owned()))
            }
        }
    }

    async fn roles(&mut self, practice: PracticeId) -> Result<Vec<StaffRole>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ROLES, values![practice, tenant]).await?;
        each(&rows, read_role)
    }

    async fn put_role(&mut self, practice: PracticeId, role: &StaffRole) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let mut params = values![
            practice,
            tenant,
            role.id.0,
            role.person.0,
            &role.word,
            role.from,
            role.until,
            role.taxonomy.as_ref(),
            &role.country,
            role.supervisor.map(|id| id.0),
        ];
        params.extend(match &role.credential {
            None => values![None::<&str>, None::<&str>, None::<Date>, None::<Date>],
            Some(held) => values![&held.kind, held.state.as_ref(), held.from, held.until],
        });
        self.put(&PUT_ROLE, params).await
    }

    async fn find_patients(
        &mut self,
        practice: PracticeId,
        wanted: &[Identifier],
    ) -> Result<Vec<Vec<PatientId>>> {
        self.find(practice, wanted).await
    }

    async fn patient_exists(&mut self, practice: PracticeId, id: PatientId) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, id_list([id.0])];
        Ok(self.row(&find::FIND_BY_ID, params).await?.is_some())
    }

    async fn patients(&mut self, practice: PracticeId) -> Result<Vec<Patient>> {
        let (practice_id, tenant) = self.place(practice)?;
        self.patients_by(&PATIENTS, practice, values![practice_id, tenant]).await
    }

    async fn patient(&mut self, practice: PracticeId, id: PatientId) -> Result<Option<Patient>> {
        let (practice_id, tenant) = self.place(practice)?;
        Ok(self.patients_by(&PATIENT, practice, values![practice_id, tenant, id.0]).await?.pop())
    }

    async fn patients_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<Patient>> {
        let (practice_id, tenant) = self.place(practice)?;
        let params = values![practice_id, tenant, patient_list(patients)];
        self.patients_by(&PATIENTS_OF, practice, params).await
    }

    async fn deaths_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, Moment)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&DEATHS_OF, values![practice, tenant, patient_list(patients)]).await?;
        each(&rows, |row| Ok((PatientId(row.get()?), row.parsed()?)))
    }

    async fn identifiers(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, Identifier)>> {
        let (practice_id, tenant) = self.place(practice)?;
        self.identifiers_by(&IDENTIFIERS, practice, values![practice_id, tenant]).await
    }

    async fn identifiers_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, Identifier)>> {
        let (practice_id, tenant) = self.place(practice)?;
        let params = values![practice_id, tenant, patient_list(patients)];
        self.identifiers_by(&IDENTIFIERS_OF, practice, params).await
    }

    async fn coverages(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, Coverage)>> {
        let (practice_id, tenant) = self.place(practice)?;
        self.coverages_by(&COVERAGES, practice, values![practice_id, tenant]).await
    }

    async fn coverages_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, Coverage)>> {
        let (practice_id, tenant) = self.place(practice)?;
        let params = values![practice_id, tenant, patient_list(patients)];
        self.coverages_by(&COVERAGES_OF, practice, params).await
    }

    async fn links(
        &mut self,
        practice: PracticeId,
    ) -> Result<Vec<(PatientId, PracticeId, PatientId, String)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&LINKS, values![practice, tenant]).await?;
        each(&rows, |row| {
            Ok((PatientId(row.get()?), PracticeId(row.get()?), PatientId(row.get()?), row.get()?))
        })
    }
}
