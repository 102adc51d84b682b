-- What payers paid, claim by claim, and where every cent stands: written once. A correction is another entry.

-- A payer and its trace number name a payment: the same again is the same payment.
CREATE TABLE payment (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  payment_id      {uuid} NOT NULL,
  payer_id        {uuid} NOT NULL,
  trace           {text} NOT NULL,
  is_notification {bool} NOT NULL,
  method          {text} NOT NULL,
  paid_on         {date} NOT NULL,
  total_cents     {int} NOT NULL,
  claims          {int} NOT NULL,
  unmatched       {int} NOT NULL,
  received_id     {uuid} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  posted_at       {instant} NOT NULL,
  PRIMARY KEY (practice_id, payment_id),
  UNIQUE (practice_id, payer_id, trace)
) {strict};

-- What a payment says of one claim; `claim_id` is empty where nobody here knows the number.
CREATE TABLE adjudication (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  payment_id      {uuid} NOT NULL,
  place           {int} NOT NULL,
  claim_id        {uuid},
  status          {text} NOT NULL,
  outcome         {text},
  charge_cents    {int} NOT NULL,
  paid_cents      {int} NOT NULL,
  share_cents     {int} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  PRIMARY KEY (practice_id, payment_id, place)
) {strict};
CREATE INDEX adjudication_by_claim ON adjudication (practice_id, claim_id);

-- Whose an unmatched one is, once somebody has found out.
CREATE TABLE adjudication_match (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  payment_id      {uuid} NOT NULL,
  place           {int} NOT NULL,
  claim_id        {uuid} NOT NULL,
  matched_at      {instant} NOT NULL,
  matched_by      {json} NOT NULL,
  PRIMARY KEY (practice_id, payment_id, place)
) {strict};

-- Each reason of an adjudication, for lists by cause.
CREATE TABLE adjustment (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  payment_id      {uuid} NOT NULL,
  place           {int} NOT NULL,
  adjustment      {int} NOT NULL,
  claim_id        {uuid},
  adjustment_group {text} NOT NULL,
  reason          {text} NOT NULL,
  cents           {int} NOT NULL,
  PRIMARY KEY (practice_id, payment_id, place, adjustment)
) {strict};
CREATE INDEX adjustment_by_reason ON adjustment (practice_id, reason, adjustment_group);

-- An event in the ledger. `why` and `of_name` name it once and for ever.
CREATE TABLE journal (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  journal_id      {uuid} NOT NULL,
  why             {text} NOT NULL,
  of_name         {text} NOT NULL,
  on_date         {date} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  written_at      {instant} NOT NULL,
  PRIMARY KEY (practice_id, journal_id),
  UNIQUE (practice_id, why, of_name)
) {strict};

-- Its amounts, in cents: debits are positive. Of one journal they sum to zero.
CREATE TABLE posting (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  journal_id      {uuid} NOT NULL,
  posting         {int} NOT NULL,
  account         {text} NOT NULL,
  claim_id        {uuid},
  line_id         {uuid},
  patient_id      {uuid},
  payer_id        {uuid},
  trace           {text},
  cents           {int} NOT NULL,
  PRIMARY KEY (practice_id, journal_id, posting),
  FOREIGN KEY (practice_id, journal_id) REFERENCES journal (practice_id, journal_id)
) {strict};
CREATE INDEX posting_by_claim ON posting (practice_id, claim_id);
CREATE INDEX posting_by_account ON posting (practice_id, account);

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['payment', 'adjudication', 'adjudication_match', 'adjustment', 'journal', 'posting']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER payment_is_written_once BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER payment_is_never_deleted BEFORE DELETE ON payment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER adjudication_is_written_once BEFORE UPDATE ON adjudication BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER adjudication_is_never_deleted BEFORE DELETE ON adjudication BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER adjudication_match_is_written_once BEFORE UPDATE ON adjudication_match BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER adjudication_match_is_never_deleted BEFORE DELETE ON adjudication_match BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER adjustment_is_written_once BEFORE UPDATE ON adjustment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER adjustment_is_never_deleted BEFORE DELETE ON adjustment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER journal_is_written_once BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER posting_is_written_once BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER posting_is_never_deleted BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
