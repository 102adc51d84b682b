//! A command is done once: repeating its id returns the first answer, in whatever state the thing is by then.

use ccm::access::{Actor, CommandId};
use ccm::basics::Problem;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ports::CommandRow;
use crate::{App, Error, Place, Result, Work};

/// What a command came to.
pub enum Answer<T> {
    First(T),
    /// As it was answered the first time.
    Repeated(Value),
}

impl App {
    /// Runs a use case under a client-made command. Without a command it just runs.
    ///
    /// The answer is kept in a transaction after the use case's own. A program that dies in between answers the
    /// repetition by running again, so only use cases that are safe to run twice come here: each of ours is. (The
    /// lines of a record file keep their answers in the very transaction that records them.)
    ///
    /// # Errors
    /// [`Error::Invalid`] with `command_id_reused` when the id was given to another use case or input before; whatever
    /// the use case fails with: a failure is no answer, and the command may be tried again.
    pub async fn once<T: Serialize>(
        &self,
        actor: &Actor,
        place: Place,
        command: Option<&CommandId>,
        (use_case, input): (&'static str, Value),
        run: impl AsyncFnOnce() -> Result<T>,
    ) -> Result<Answer<T>> {
        let Some(command) = command else { return run().await.map(Answer::First) };
        let input_sha256: [u8; 32] = Sha256::digest(input.to_string()).into();
        let mut work = self.begin_read(actor, place).await?;
        if let Some(row) = work.tx.commands(&[command.as_str().to_owned()]).await?.into_iter().next() {
            if row.use_case == use_case && row.input_sha256 == input_sha256 {
                return Ok(Answer::Repeated(row.answer));
            }
            let problem = Problem::new("command_id_reused", "command_id");
            return Err(Error::invalid(
                problem.with("expected", "the same request as before, or a new command_id"),
            ));
        }
        drop(work);
        let answer = run().await?;
        let kept = serde_json::to_value(&answer).map_err(|error| Error::Internal(error.to_string()))?;
        let mut work = self.begin(actor, place).await?;
        work.under_command(Some(command.as_str()));
        let row = CommandRow {
            command_id: command.as_str().to_owned(),
            use_case: use_case.to_owned(),
            input_sha256,
            answer: kept,
        };
        work.answer(&[row]).await?;
        work.audit("answer", "command", command.as_str(), None, serde_json::json!({"use_case": use_case}));
        work.commit().await?;
        Ok(Answer::First(answer))
    }
}

/// A command whose answer is kept in the transaction that does it: nothing can come between the two.
pub struct Command {
    row: CommandRow,
}

impl Work {
    /// Takes up a command. `Err(answer)` inside: it was done before, and this is what it was answered.
    ///
    /// # Errors
    /// [`Error::Invalid`] with `command_id_reused` when the id was given to another use case or input before.
    pub async fn take_up(
        &mut self,
        command: &CommandId,
        use_case: &'static str,
        input: &impl Serialize,
    ) -> Result<std::result::Result<Command, Value>> {
        let input = serde_json::to_value(input).map_err(|error| Error::Internal(error.to_string()))?;
        let input_sha256: [u8; 32] = Sha256::digest(input.to_string()).into();
        if let Some(row) = self.tx.commands(&[command.as_str().to_owned()]).await?.into_iter().next() {
            if row.use_case == use_case && row.input_sha256 == input_sha256 {
                return Ok(Err(row.answer));
            }
            let problem = Problem::new("command_id_reused", "command_id");
            return Err(Error::invalid(
                problem.with("expected", "the same request as before, or a new command_id"),
            ));
        }
        self.under_command(Some(command.as_str()));
        let (command_id, use_case) = (command.as_str().to_owned(), use_case.to_owned());
        Ok(Ok(Command { row: CommandRow { command_id, use_case, input_sha256, answer: Value::Null } }))
    }

    /// As [`Work::take_up`]; what was answered before is read back as the answer that it was.
    pub(crate) async fn take_up_or_answer<T: serde::de::DeserializeOwned>(
        &mut self,
        command: &CommandId,
        use_case: &'static str,
        input: &impl Serialize,
    ) -> Result<std::result::Result<Command, T>> {
        Ok(match self.take_up(command, use_case, input).await? {
            Ok(command) => Ok(command),
            Err(answer) => {
                Err(serde_json::from_value(answer).map_err(|error| Error::Internal(error.to_string()))?)
            }
        })
    }

    /// Keeps the answer of a command that was taken up; it lasts with everything else of this work, or not at all.
    pub async fn done(&mut self, command: Command, answer: &impl Serialize) -> Result<()> {
        let answer = serde_json::to_value(answer).map_err(|error| Error::Internal(error.to_string()))?;
        self.answer(&[CommandRow { answer, ..command.row }]).await
    }
}
