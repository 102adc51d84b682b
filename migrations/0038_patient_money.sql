-- What patients gave and got back, and what was agreed with them: written once. A mistake is taken back by another record.

-- `kind`: receipt, reversal, refund_patient, refund_payer, overpayment, hardship. Each is one journal of the ledger, named by its id.
CREATE TABLE money_deed (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  deed_id         {uuid} NOT NULL,
  kind            {text} NOT NULL,
  patient_id      {uuid} NOT NULL,
  cents           {int} NOT NULL,
  on_day          {date} NOT NULL,
  reverses_id     {uuid},
  detail_sealed   {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {json} NOT NULL,
  PRIMARY KEY (practice_id, deed_id),
  UNIQUE (practice_id, reverses_id)
) {strict};
CREATE INDEX money_deed_by_patient ON money_deed (practice_id, patient_id);

-- Payment plans: agreed and ended.
CREATE TABLE account_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  step_sealed     {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, event)
) {strict};

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['money_deed', 'account_event']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER money_deed_is_written_once BEFORE UPDATE ON money_deed BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER money_deed_is_never_deleted BEFORE DELETE ON money_deed BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER account_event_is_written_once BEFORE UPDATE ON account_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER account_event_is_never_deleted BEFORE DELETE ON account_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
