-- What was done on a call, what could not wait, and what is left to do. Drafts and notepads change; all else is written once.

-- The draft of a call: `open`, then `signed`. Whoever saves names the revision they have seen.
CREATE TABLE care_call (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  call_id         {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  program         {text} NOT NULL,
  state           {text} NOT NULL,
  revision        {int} NOT NULL,
  draft_sealed    {bytes} NOT NULL,
  opened_at       {instant} NOT NULL,
  opened_by       {uuid} NOT NULL,
  saved_at        {instant} NOT NULL,
  saved_by        {uuid} NOT NULL,
  PRIMARY KEY (practice_id, call_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE UNIQUE INDEX care_call_open ON care_call (practice_id, patient_id, opened_by) WHERE state = 'open';
CREATE INDEX care_call_unsigned ON care_call (practice_id, opened_by, opened_at) WHERE state = 'open';

-- Answers as they were signed.
CREATE TABLE interview_answer (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  question        {text} NOT NULL,
  call_id         {uuid} NOT NULL,
  bank_version    {int} NOT NULL,
  answered_on     {date} NOT NULL,
  value_sealed    {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, question, call_id),
  FOREIGN KEY (practice_id, call_id) REFERENCES care_call (practice_id, call_id)
) {strict};

-- A red flag. Its state is derived from its events.
CREATE TABLE escalation (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  escalation_id   {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  call_id         {uuid},
  source          {text} NOT NULL,
  severity        {text} NOT NULL,
  protocol        {text} NOT NULL,
  opened_at       {instant} NOT NULL,
  opened_by       {uuid} NOT NULL,
  acknowledge_by  {instant} NOT NULL,
  PRIMARY KEY (practice_id, escalation_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX escalation_by_call ON escalation (practice_id, call_id);
CREATE INDEX escalation_by_patient ON escalation (practice_id, patient_id, opened_at);

-- Notified, acknowledged, answered, disposed. Two who act at once get the same number, and the second looks again.
CREATE TABLE escalation_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  escalation_id   {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  step_sealed     {bytes} NOT NULL,
  at              {instant} NOT NULL,
  by_id           {uuid} NOT NULL,
  PRIMARY KEY (practice_id, escalation_id, event),
  FOREIGN KEY (practice_id, escalation_id) REFERENCES escalation (practice_id, escalation_id)
) {strict};
CREATE UNIQUE INDEX escalation_disposed ON escalation_event (practice_id, escalation_id) WHERE kind = 'disposed';

CREATE TABLE reconciliation (
  practice_id       {uuid} NOT NULL,
  organization_id   {uuid} NOT NULL,
  reconciliation_id {uuid} NOT NULL,
  patient_id        {uuid} NOT NULL,
  call_id           {uuid},
  on_date           {date} NOT NULL,
  complete          {bool} NOT NULL,
  recorded_at       {instant} NOT NULL,
  recorded_by       {uuid} NOT NULL,
  PRIMARY KEY (practice_id, reconciliation_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX reconciliation_by_patient ON reconciliation (practice_id, patient_id, on_date);

-- `taking`, `not_taking`, `differently`; `told`: one that the list does not have.
CREATE TABLE reconciliation_item (
  practice_id       {uuid} NOT NULL,
  organization_id   {uuid} NOT NULL,
  reconciliation_id {uuid} NOT NULL,
  item              {int} NOT NULL,
  medication_id     {uuid},
  word              {text} NOT NULL,
  refill_due        {date},
  body_sealed       {bytes} NOT NULL,
  PRIMARY KEY (practice_id, reconciliation_id, item),
  FOREIGN KEY (practice_id, reconciliation_id) REFERENCES reconciliation (practice_id, reconciliation_id)
) {strict};

CREATE TABLE goal_progress (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  goal_progress_id {uuid} NOT NULL,
  patient_id       {uuid} NOT NULL,
  call_id          {uuid},
  on_date          {date} NOT NULL,
  body_sealed      {bytes} NOT NULL,
  recorded_at      {instant} NOT NULL,
  recorded_by      {uuid} NOT NULL,
  PRIMARY KEY (practice_id, goal_progress_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX goal_progress_by_patient ON goal_progress (practice_id, patient_id, on_date);

-- The note as it was signed, with the ticks that it stands on. A contact is beside it where minutes are; the hash is over both texts.
CREATE TABLE call_note (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  note_id         {uuid} NOT NULL,
  call_id         {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  contact_id      {uuid},
  outcome         {text} NOT NULL,
  reached         {bool} NOT NULL,
  seconds         {int} NOT NULL,
  text_sealed     {bytes} NOT NULL,
  ticks_sealed    {bytes} NOT NULL,
  sha256          {bytes} NOT NULL,
  signed_at       {instant} NOT NULL,
  signed_by       {uuid} NOT NULL,
  PRIMARY KEY (practice_id, note_id),
  UNIQUE (practice_id, call_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX call_note_by_patient ON call_note (practice_id, patient_id, signed_at);
CREATE INDEX call_note_by_signer ON call_note (practice_id, signed_by, signed_at);

-- Note and minutes are one record; a stretch of work is in one note.
CREATE TABLE call_note_entry (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  note_id         {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  PRIMARY KEY (practice_id, time_entry_id),
  FOREIGN KEY (practice_id, note_id) REFERENCES call_note (practice_id, note_id)
) {strict};
CREATE INDEX call_note_entry_by_note ON call_note_entry (practice_id, note_id);

CREATE TABLE call_note_addendum (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  note_id         {uuid} NOT NULL,
  addendum        {int} NOT NULL,
  text_sealed     {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, note_id, addendum),
  FOREIGN KEY (practice_id, note_id) REFERENCES call_note (practice_id, note_id)
) {strict};

-- When to be in touch again: the newest note's counts. `why` is what was proposed for, not what was chosen against.
CREATE TABLE next_contact (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  note_id         {uuid} NOT NULL,
  from_date       {date} NOT NULL,
  until_date      {date} NOT NULL,
  part            {text},
  why             {json} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, note_id),
  FOREIGN KEY (practice_id, note_id) REFERENCES call_note (practice_id, note_id)
) {strict};
CREATE INDEX next_contact_by_day ON next_contact (practice_id, until_date);

-- Due day and owner as they were when it was opened; its events say what became of it.
CREATE TABLE task (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  task_id         {uuid} NOT NULL,
  patient_id      {uuid},
  kind            {text} NOT NULL,
  due_on          {date} NOT NULL,
  owner_id        {uuid},
  origin          {json} NOT NULL,
  title_sealed    {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, task_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX task_by_patient ON task (practice_id, patient_id);
CREATE INDEX task_by_due ON task (practice_id, due_on);

CREATE TABLE task_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  task_id         {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  due_on          {date},
  owner_id        {uuid},
  step_sealed     {bytes} NOT NULL,
  at              {instant} NOT NULL,
  by_id           {uuid} NOT NULL,
  PRIMARY KEY (practice_id, task_id, event),
  FOREIGN KEY (practice_id, task_id) REFERENCES task (practice_id, task_id)
) {strict};
CREATE UNIQUE INDEX task_closed ON task_event (practice_id, task_id) WHERE kind IN ('done', 'cancelled');

-- One person's own notes at one practice. Nobody else reads them; they are no part of a chart.
CREATE TABLE notepad (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  revision        {int} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  saved_at        {instant} NOT NULL,
  PRIMARY KEY (practice_id, person_id)
) {strict};

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['interview_answer', 'escalation', 'escalation_event',
  'reconciliation', 'reconciliation_item', 'goal_progress', 'call_note', 'call_note_entry', 'call_note_addendum',
  'next_contact', 'task', 'task_event']) AS t;
SELECT perennial_protect(t, false) FROM unnest(ARRAY['care_call', 'notepad']) AS t;
-- A signed call changes no more, and no call goes away.
CREATE POLICY signed_is_final ON care_call AS RESTRICTIVE FOR UPDATE USING (state = 'open') WITH CHECK (true);
REVOKE DELETE ON care_call FROM {role};
-- @end
-- @sqlite
CREATE TRIGGER interview_answer_is_written_once BEFORE UPDATE ON interview_answer BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER interview_answer_is_never_deleted BEFORE DELETE ON interview_answer BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER escalation_is_written_once BEFORE UPDATE ON escalation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER escalation_is_never_deleted BEFORE DELETE ON escalation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER escalation_event_is_written_once BEFORE UPDATE ON escalation_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER escalation_event_is_never_deleted BEFORE DELETE ON escalation_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER reconciliation_is_written_once BEFORE UPDATE ON reconciliation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER reconciliation_is_never_deleted BEFORE DELETE ON reconciliation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER reconciliation_item_is_written_once BEFORE UPDATE ON reconciliation_item BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER reconciliation_item_is_never_deleted BEFORE DELETE ON reconciliation_item BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER goal_progress_is_written_once BEFORE UPDATE ON goal_progress BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER goal_progress_is_never_deleted BEFORE DELETE ON goal_progress BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER call_note_is_written_once BEFORE UPDATE ON call_note BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER call_note_is_never_deleted BEFORE DELETE ON call_note BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER call_note_entry_is_written_once BEFORE UPDATE ON call_note_entry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER call_note_entry_is_never_deleted BEFORE DELETE ON call_note_entry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER call_note_addendum_is_written_once BEFORE UPDATE ON call_note_addendum BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER call_note_addendum_is_never_deleted BEFORE DELETE ON call_note_addendum BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER next_contact_is_written_once BEFORE UPDATE ON next_contact BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER next_contact_is_never_deleted BEFORE DELETE ON next_contact BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER task_is_written_once BEFORE UPDATE ON task BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER task_is_never_deleted BEFORE DELETE ON task BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER task_event_is_written_once BEFORE UPDATE ON task_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER task_event_is_never_deleted BEFORE DELETE ON task_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_call_is_never_deleted BEFORE DELETE ON care_call BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_call_signed_is_final BEFORE UPDATE ON care_call WHEN OLD.state <> 'open' BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
