//! What a page is about to ask, asked in one message.
//!
//! Here stands only which statements a part of a page runs, with the parameters that the ports will give them. What is
//! missing here is asked when it is needed, one message more; what is too much was asked for nothing.

use app::Result;
use app::ports::ahead::Ahead;
use app::ports::reports::Within;
use app::ports::store::AsksAhead;
use app::ports::{WhichReferrals, WhichTasks};
use async_trait::async_trait;
use ccm::basics::{PatientId, PracticeId};
use db::{Query, Row, Value, values};

use crate::columns::patient_list;
use crate::error::Kept;
use crate::reports::{beside, caseload, chart, search, worklist};
use crate::time::clock_queries;
use crate::tx::StoreTx;
use crate::{access::accounts, care_plan, enrollment, people, tenancy};

/// A statement with its parameters.
pub(crate) type Asked = (&'static Query, Vec<Value>);

/// Answers that wait for their question.
#[derive(Default)]
pub(crate) struct Answers(Vec<(Asked, Vec<Row>)>);

impl Answers {
    /// The answer to a question, once.
    pub fn take(&mut self, query: &Query, params: &[Value]) -> Option<Vec<Row>> {
        let is_it = |((asked, with), _): &(Asked, _)| std::ptr::eq(*asked, query) && with == params;
        let at = self.0.iter().position(is_it)?;
        Some(self.0.swap_remove(at).1)
    }
}

impl StoreTx {
    /// Asks all of them at once, where the answers cannot change.
    pub(crate) async fn ask_ahead(&mut self, asked: Vec<Asked>) -> Result<()> {
        if !self.is_read_only() {
            return Ok(());
        }
        let questions = asked.iter().map(|(query, params)| (*query, params.clone())).collect();
        let answers = self.tx.query_many(questions).await.kept()?;
        self.answers.0.extend(asked.into_iter().zip(answers));
        Ok(())
    }

    fn chart_questions(
        &self,
        practice: PracticeId,
        patient: PatientId,
        within: Within,
        contacts: i64,
    ) -> Result<Vec<Asked>> {
        let (id, tenant) = self.place(practice)?;
        let listed = || values![id, tenant, patient_list(&[patient])];
        let one = || values![id, tenant, patient.0];
        let (referrals, sent) = self.referrals_question(
            practice,
            WhichReferrals::OfPatient(patient),
            app::reports::chart::REFERRALS,
        )?;
        let (tasks, open) = self.tasks_question(practice, WhichTasks::OpenOf(patient), beside::MOST)?;
        Ok(vec![
            (&tenancy::DATA_KEYS, values![tenant]),
            (&people::PATIENT, one()),
            (&people::IDENTIFIERS_OF, listed()),
            (&people::preference::PREFERENCES_OF, listed()),
            (&worklist::ROWS_OF, listed()),
            (&enrollment::EPISODES_OF, listed()),
            (&enrollment::CONSENTS_OF, listed()),
            (&people::COVERAGES_OF, listed()),
            (&care_plan::CONFIRMATIONS_OF, listed()),
            (&chart::FACTS, one()),
            (&chart::PLANS, one()),
            (&chart::READINGS, values![id, tenant, patient.0, within.from, within.until]),
            (&chart::CONTACTS, values![id, tenant, patient.0, within.from, within.until, contacts]),
            (&chart::ANSWERS, one()),
            (tasks, open),
            (referrals, sent),
            (&beside::SIGNED_NOTES, values![id, tenant, patient.0, beside::MOST]),
            (&people::PERSONS, values![tenant]),
            (&clock_queries::CLOCKS, values![id, tenant]),
        ])
    }
}

#[async_trait]
impl AsksAhead for StoreTx {
    async fn ahead(&mut self, of: Ahead<'_>) -> Result<()> {
        let tenant = self.tenant()?;
        let asked = match of {
            Ahead::Standing { person, practice } => {
                let mut asked: Vec<Asked> = vec![
                    (&accounts::HELD_ROLES, values![tenant, person.0]),
                    (&accounts::POLICY, values![tenant]),
                ];
                if let Some(practice) = practice {
                    asked.push((&tenancy::PRACTICE, values![practice.0, tenant]));
                    asked.push((&tenancy::ZONES_OF, values![practice.0, tenant]));
                }
                asked
            }
            Ahead::Today { practice, wanted } => {
                let mut asked: Vec<Asked> = vec![
                    (&caseload::REVISION, values![practice.0, tenant]),
                    (&people::roster::HOURS, values![practice.0, tenant]),
                ];
                // What is looked for may be far down the list: such a walk is planned, and run, on its own.
                if wanted.is_a_stretch() {
                    asked.push(self.page_question(practice, wanted)?);
                }
                asked
            }
            Ahead::Found { practice, patients, recent } => {
                let mut asked: Vec<Asked> = vec![
                    (&tenancy::DATA_KEYS, values![tenant]),
                    (&people::IDENTIFIERS_OF, values![practice.0, tenant, patient_list(patients)]),
                ];
                if let Some((person, limit)) = recent {
                    asked.push((&search::RECENT, values![practice.0, tenant, person.0, limit]));
                }
                asked
            }
            Ahead::Beside { practice, patient } => {
                let listed = || values![practice.0, tenant, patient_list(&[patient])];
                vec![
                    (&tenancy::DATA_KEYS, values![tenant]),
                    (&enrollment::EPISODES_OF, listed()),
                    (&people::PATIENTS_OF, listed()),
                    (&clock_queries::CLOCKS, values![practice.0, tenant]),
                    (&people::PERSONS, values![tenant]),
                ]
            }
            Ahead::Chart { practice, patient, within, contacts } => {
                self.chart_questions(practice, patient, within, contacts)?
            }
        };
        self.ask_ahead(asked).await
    }
}
