-- Assessments: an instrument's answers at one time, the score they come to, and what it opened. Drafts change; all else is
-- written once, and a correction is another assessment that names the one it replaces.

-- An assessment while it is asked: `open`, then `kept`. Whoever saves names the revision they have seen.
CREATE TABLE assessment_draft (
  practice_id        {uuid} NOT NULL,
  organization_id    {uuid} NOT NULL,
  assessment_id      {uuid} NOT NULL,
  patient_id         {uuid} NOT NULL,
  instrument         {text} NOT NULL,
  instrument_version {int} NOT NULL,
  call_id            {uuid},
  replaces_id        {uuid},
  state              {text} NOT NULL,
  revision           {int} NOT NULL,
  draft_sealed       {bytes} NOT NULL,
  opened_at          {instant} NOT NULL,
  opened_by          {uuid} NOT NULL,
  saved_at           {instant} NOT NULL,
  saved_by           {uuid} NOT NULL,
  PRIMARY KEY (practice_id, assessment_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE UNIQUE INDEX assessment_draft_open ON assessment_draft (practice_id, patient_id, instrument, opened_by)
  WHERE state = 'open';

-- Score and band stand in columns for trends; no score where an item is missing. Whoever recorded it asked, or typed it in.
CREATE TABLE assessment (
  practice_id        {uuid} NOT NULL,
  organization_id    {uuid} NOT NULL,
  assessment_id      {uuid} NOT NULL,
  patient_id         {uuid} NOT NULL,
  instrument         {text} NOT NULL,
  instrument_version {int} NOT NULL,
  call_id            {uuid},
  replaces_id        {uuid},
  assessed_on        {date} NOT NULL,
  way                {text} NOT NULL,
  language           {text} NOT NULL,
  score_tenths       {int},
  band               {text},
  missing            {int} NOT NULL,
  answers_sealed     {bytes} NOT NULL,
  recorded_at        {instant} NOT NULL,
  recorded_by        {uuid} NOT NULL,
  PRIMARY KEY (practice_id, assessment_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id),
  FOREIGN KEY (practice_id, assessment_id) REFERENCES assessment_draft (practice_id, assessment_id)
) {strict};
CREATE INDEX assessment_by_patient ON assessment (practice_id, patient_id, assessed_on);
-- What is replaced is replaced once: the next correction corrects the correction.
CREATE UNIQUE INDEX assessment_replaced ON assessment (practice_id, replaces_id) WHERE replaces_id IS NOT NULL;

-- What a rule of an instrument has opened, also while the assessment was still being asked.
CREATE TABLE assessment_opened (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  assessment_id   {uuid} NOT NULL,
  opened          {int} NOT NULL,
  source          {text} NOT NULL,
  escalation_id   {uuid},
  task_id         {uuid},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, assessment_id, opened),
  FOREIGN KEY (practice_id, assessment_id) REFERENCES assessment_draft (practice_id, assessment_id),
  FOREIGN KEY (practice_id, escalation_id) REFERENCES escalation (practice_id, escalation_id),
  FOREIGN KEY (practice_id, task_id) REFERENCES task (practice_id, task_id)
) {strict};
CREATE INDEX assessment_opened_by_escalation ON assessment_opened (practice_id, escalation_id);

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['assessment', 'assessment_opened']) AS t;
SELECT perennial_protect('assessment_draft', false);
-- What is kept changes no more, and no draft goes away.
CREATE POLICY kept_is_final ON assessment_draft AS RESTRICTIVE FOR UPDATE USING (state = 'open') WITH CHECK (true);
REVOKE DELETE ON assessment_draft FROM {role};
-- @end
-- @sqlite
CREATE TRIGGER assessment_is_written_once BEFORE UPDATE ON assessment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER assessment_is_never_deleted BEFORE DELETE ON assessment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER assessment_opened_is_written_once BEFORE UPDATE ON assessment_opened BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER assessment_opened_is_never_deleted BEFORE DELETE ON assessment_opened BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER assessment_draft_is_never_deleted BEFORE DELETE ON assessment_draft BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER assessment_draft_kept_is_final BEFORE UPDATE ON assessment_draft WHEN OLD.state <> 'open' BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
