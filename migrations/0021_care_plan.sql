-- The care plan as it is written: drafts, what practitioners say of a version, proof of copies, templates of a practice.

-- When the version itself says that it is to be looked at again.
alter table care_plan add column review_on {date};
-- To whom by name, in which language and print, and what proves that it arrived.
alter table care_plan_copy add column proof_sealed {bytes};

-- One draft for each patient; `is_open` ends when it becomes a version. Whoever saves names the revision they have seen.
CREATE TABLE care_plan_draft (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  revision        {int} NOT NULL,
  is_open         {bool} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  opened_at       {instant} NOT NULL,
  opened_by       {uuid} NOT NULL,
  saved_at        {instant} NOT NULL,
  saved_by        {uuid} NOT NULL,
  PRIMARY KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- `signed` or `returned`. A version is signed once.
CREATE TABLE care_plan_review (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  review_id       {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  care_plan_id    {uuid} NOT NULL,
  kind            {text} NOT NULL,
  comment_sealed  {bytes},
  at              {instant} NOT NULL,
  by_id           {uuid} NOT NULL,
  PRIMARY KEY (practice_id, review_id),
  FOREIGN KEY (practice_id, care_plan_id) REFERENCES care_plan (practice_id, care_plan_id)
) {strict};
CREATE UNIQUE INDEX care_plan_signed ON care_plan_review (practice_id, care_plan_id) WHERE kind = 'signed';
CREATE INDEX care_plan_review_by_patient ON care_plan_review (practice_id, patient_id);

-- A practice's own version of a template; without a body the shipped one counts again. Nothing of a patient is in it.
CREATE TABLE plan_template (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  plan            {text} NOT NULL,
  version         {int} NOT NULL,
  body            {json},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, plan, version)
) {strict};

-- @postgres
SELECT perennial_protect('care_plan_draft', false);
SELECT perennial_protect(t, true) FROM unnest(ARRAY['care_plan_review', 'plan_template']) AS t;
REVOKE DELETE ON care_plan_draft FROM {role};
-- @end
-- @sqlite
CREATE TRIGGER care_plan_draft_is_never_deleted BEFORE DELETE ON care_plan_draft BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_plan_review_is_written_once BEFORE UPDATE ON care_plan_review BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_plan_review_is_never_deleted BEFORE DELETE ON care_plan_review BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER plan_template_is_written_once BEFORE UPDATE ON plan_template BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER plan_template_is_never_deleted BEFORE DELETE ON plan_template BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
