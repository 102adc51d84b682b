-- The care around the plan: referrals until the loop is closed, appointments, the practice's directory, who is on call when and what was
-- answered at night, what one coordinator hands to another. All of it is written once.

CREATE TABLE referral (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  referral_id     {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  entry_id        {uuid},
  urgency         {text} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  opened_at       {instant} NOT NULL,
  opened_by       {uuid} NOT NULL,
  PRIMARY KEY (practice_id, referral_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX referral_by_patient ON referral (practice_id, patient_id);

-- `state` is where the loop stands after the event: a correction has the state before the one that it takes back. Two who
-- act at once get the same number, and the second looks again.
CREATE TABLE referral_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  referral_id     {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  state           {text} NOT NULL,
  step_sealed     {bytes} NOT NULL,
  at              {instant} NOT NULL,
  by_id           {uuid} NOT NULL,
  PRIMARY KEY (practice_id, referral_id, event),
  FOREIGN KEY (practice_id, referral_id) REFERENCES referral (practice_id, referral_id)
) {strict};

-- With whom and when, and what became of it; a correction takes the event before it back.
CREATE TABLE appointment (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  appointment_id  {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  at              {instant} NOT NULL,
  kind            {text} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  arranged_at     {instant} NOT NULL,
  arranged_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, appointment_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX appointment_by_patient ON appointment (practice_id, patient_id, at);

CREATE TABLE appointment_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  appointment_id  {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  step_sealed     {bytes} NOT NULL,
  at              {instant} NOT NULL,
  by_id           {uuid} NOT NULL,
  PRIMARY KEY (practice_id, appointment_id, event),
  FOREIGN KEY (practice_id, appointment_id) REFERENCES appointment (practice_id, appointment_id)
) {strict};

-- Revisions of an entry; the newest counts. Nothing of a patient is in it.
CREATE TABLE directory_entry (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  entry_id        {uuid} NOT NULL,
  revision        {int} NOT NULL,
  kind            {text} NOT NULL,
  body            {json} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, entry_id, revision)
) {strict};

-- Somebody's hours on call. A row with `withdraws_id` takes that one back, once.
CREATE TABLE on_call_shift (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  shift_id        {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  line            {text} NOT NULL,
  from_at         {instant} NOT NULL,
  until_at        {instant} NOT NULL,
  phone           {text} NOT NULL,
  withdraws_id    {uuid},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, shift_id)
) {strict};
CREATE INDEX on_call_shift_by_time ON on_call_shift (practice_id, until_at);
CREATE UNIQUE INDEX on_call_shift_withdrawn ON on_call_shift (practice_id, withdraws_id) WHERE withdraws_id IS NOT NULL;

-- The log of round-the-clock access. What is replaced is replaced once: the next correction corrects the correction.
CREATE TABLE access_call (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  access_call_id  {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  called_at       {instant} NOT NULL,
  caller          {text} NOT NULL,
  disposition     {text} NOT NULL,
  terms_version   {int} NOT NULL,
  was_on_call     {bool} NOT NULL,
  words_sealed    {bytes} NOT NULL,
  task_id         {uuid},
  replaces_id     {uuid},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, access_call_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id),
  FOREIGN KEY (practice_id, task_id) REFERENCES task (practice_id, task_id)
) {strict};
CREATE INDEX access_call_by_time ON access_call (practice_id, called_at);
CREATE INDEX access_call_by_patient ON access_call (practice_id, patient_id, called_at);
CREATE UNIQUE INDEX access_call_replaced ON access_call (practice_id, replaces_id) WHERE replaces_id IS NOT NULL;

-- The open work as it stood, and a note. Without a patient it is a whole caseload.
CREATE TABLE handover (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  handover_id     {uuid} NOT NULL,
  from_id         {uuid} NOT NULL,
  to_id           {uuid} NOT NULL,
  patient_id      {uuid},
  body_sealed     {bytes} NOT NULL,
  made_at         {instant} NOT NULL,
  PRIMARY KEY (practice_id, handover_id)
) {strict};
CREATE INDEX handover_by_time ON handover (practice_id, made_at);

CREATE TABLE handover_acceptance (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  handover_id     {uuid} NOT NULL,
  at              {instant} NOT NULL,
  by_id           {uuid} NOT NULL,
  PRIMARY KEY (practice_id, handover_id),
  FOREIGN KEY (practice_id, handover_id) REFERENCES handover (practice_id, handover_id)
) {strict};

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['referral', 'referral_event', 'appointment', 'appointment_event', 'directory_entry', 'on_call_shift',
  'access_call', 'handover', 'handover_acceptance']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER referral_is_written_once BEFORE UPDATE ON referral BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER referral_is_never_deleted BEFORE DELETE ON referral BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER referral_event_is_written_once BEFORE UPDATE ON referral_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER referral_event_is_never_deleted BEFORE DELETE ON referral_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER appointment_is_written_once BEFORE UPDATE ON appointment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER appointment_is_never_deleted BEFORE DELETE ON appointment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER appointment_event_is_written_once BEFORE UPDATE ON appointment_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER appointment_event_is_never_deleted BEFORE DELETE ON appointment_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER directory_entry_is_written_once BEFORE UPDATE ON directory_entry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER directory_entry_is_never_deleted BEFORE DELETE ON directory_entry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER on_call_shift_is_written_once BEFORE UPDATE ON on_call_shift BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER on_call_shift_is_never_deleted BEFORE DELETE ON on_call_shift BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER access_call_is_written_once BEFORE UPDATE ON access_call BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER access_call_is_never_deleted BEFORE DELETE ON access_call BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER handover_is_written_once BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER handover_is_never_deleted BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER handover_acceptance_is_written_once BEFORE UPDATE ON handover_acceptance BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER handover_acceptance_is_never_deleted BEFORE DELETE ON handover_acceptance BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
