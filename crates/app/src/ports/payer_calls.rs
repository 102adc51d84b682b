//! Calls to payers, with what they said: written once.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::remittance::call_sheet::{CallAnswer, PayerCall};

use crate::Result;

#[async_trait]
pub trait PayerCalls: Send {
    async fn add_payer_call(
        &mut self,
        practice: PracticeId,
        call: &PayerCall,
        answers: &[CallAnswer],
        at: Timestamp,
    ) -> Result<()>;
    /// Of one payer, the newest first, with what was said to each question.
    async fn payer_calls(
        &mut self,
        practice: PracticeId,
        payer: PayerId,
        limit: i64,
    ) -> Result<Vec<(PayerCall, Vec<CallAnswer>)>>;
}
