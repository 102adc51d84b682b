-- Appeals with what was enclosed, as they went out, and calls to payers with every answer. All of it is written once.

CREATE TABLE appeal (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  appeal_id       {uuid} NOT NULL,
  claim_id        {uuid} NOT NULL,
  told            {text} NOT NULL,
  last_day        {date} NOT NULL,
  cents           {int} NOT NULL,
  letter_sealed   {bytes} NOT NULL,
  letter_sha256   {bytes} NOT NULL,
  evidence_sealed {bytes} NOT NULL,
  evidence_sha256 {bytes} NOT NULL,
  made_at         {instant} NOT NULL,
  made_by         {json} NOT NULL,
  PRIMARY KEY (practice_id, appeal_id),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};
CREATE INDEX appeal_of_claim ON appeal (practice_id, claim_id, made_at);

-- How it got there. What shows it may name people.
CREATE TABLE appeal_sending (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  appeal_id        {uuid} NOT NULL,
  way              {text} NOT NULL,
  on_day           {date} NOT NULL,
  proof_sealed     {bytes} NOT NULL,
  recorded_at      {instant} NOT NULL,
  recorded_by      {json} NOT NULL,
  PRIMARY KEY (practice_id, appeal_id),
  FOREIGN KEY (practice_id, appeal_id) REFERENCES appeal (practice_id, appeal_id)
) {strict};

-- What was said may name anybody, so it is sealed; how long it took is summed.
CREATE TABLE payer_call (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  call_id         {uuid} NOT NULL,
  payer_id        {uuid} NOT NULL,
  called_at       {instant} NOT NULL,
  called_by       {uuid},
  hold_seconds    {int} NOT NULL,
  said_sealed     {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  PRIMARY KEY (practice_id, call_id)
) {strict};
CREATE INDEX payer_call_by_payer ON payer_call (practice_id, payer_id, called_at);

CREATE TABLE payer_call_answer (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  call_id         {uuid} NOT NULL,
  answer          {int} NOT NULL,
  claim_id        {uuid},
  asks            {text} NOT NULL,
  answer_sealed   {bytes} NOT NULL,
  PRIMARY KEY (practice_id, call_id, answer),
  FOREIGN KEY (practice_id, call_id) REFERENCES payer_call (practice_id, call_id)
) {strict};
CREATE INDEX payer_call_answer_of_claim ON payer_call_answer (practice_id, claim_id);

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['appeal', 'appeal_sending', 'payer_call', 'payer_call_answer']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER appeal_is_written_once BEFORE UPDATE ON appeal BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER appeal_is_never_deleted BEFORE DELETE ON appeal BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER appeal_sending_is_written_once BEFORE UPDATE ON appeal_sending BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER appeal_sending_is_never_deleted BEFORE DELETE ON appeal_sending BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER payer_call_is_written_once BEFORE UPDATE ON payer_call BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER payer_call_is_never_deleted BEFORE DELETE ON payer_call BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER payer_call_answer_is_written_once BEFORE UPDATE ON payer_call_answer BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER payer_call_answer_is_never_deleted BEFORE DELETE ON payer_call_answer BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
