-- What the pages of the day read: the kept list of the day, names as search compares them, how patients wish to be
-- reached, and which charts a person opened last.

-- Folded, in both orders: a search is a stretch of an index. Written with the name; an older program's rows are filled in
-- by the keeper of the list.
ALTER TABLE patient ADD COLUMN name_key {text};
ALTER TABLE patient ADD COLUMN given_key {text};
CREATE INDEX patient_by_name ON patient (practice_id, name_key, patient_id, organization_id);
CREATE INDEX patient_by_given ON patient (practice_id, given_key, name_key, patient_id, organization_id);
CREATE INDEX patient_unnamed ON patient (practice_id) WHERE name_key IS NULL;
CREATE INDEX condition_by_code ON condition (practice_id, icd10, patient_id);

-- One word of a patient on calls, language and needs; the newest counts.
CREATE TABLE contact_preference (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  recorded_at     {instant} NOT NULL,
  preference_id   {uuid} NOT NULL,
  on_date         {date} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, recorded_at, preference_id),
  UNIQUE (practice_id, preference_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- A row for each patient of the current month: narrow columns for order and filter, the facts beside them. Derived; `place`,
-- `due_at` and `pace` do not move while time only passes, and `wakes_at` says when a reason begins or lapses by itself.
-- `share` is the part of the first threshold in thousandths, -1 where no time counts.
CREATE TABLE worklist (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  coordinator_id  {uuid},
  practitioner_id {uuid},
  programs        {json} NOT NULL,
  month           {text} NOT NULL,
  place           {int} NOT NULL,
  due_at          {instant} NOT NULL,
  pace            {int} NOT NULL,
  share           {int} NOT NULL,
  missing_seconds {int} NOT NULL,
  facts           {json} NOT NULL,
  wakes_at        {instant},
  made_at         {instant} NOT NULL,
  PRIMARY KEY (practice_id, patient_id)
) {strict};
CREATE INDEX worklist_by_place ON worklist (practice_id, place, due_at, pace, patient_id);
CREATE INDEX worklist_of_coordinator ON worklist (practice_id, coordinator_id, place, due_at, pace, patient_id);
CREATE INDEX worklist_by_share ON worklist (practice_id, share, missing_seconds, organization_id);
CREATE INDEX worklist_share_of_coordinator ON worklist (practice_id, coordinator_id, share, missing_seconds, organization_id);
CREATE INDEX worklist_waking ON worklist (practice_id, wakes_at) WHERE wakes_at IS NOT NULL;
CREATE INDEX worklist_by_month ON worklist (practice_id, month);

-- Whose row a change has touched. A mark that was raised meanwhile is not the mark that was read.
CREATE TABLE stale_worklist (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  mark            {int} NOT NULL,
  PRIMARY KEY (practice_id, patient_id)
) {strict};

-- When a person last opened a patient's chart; the audit has every time.
CREATE TABLE recent_chart (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  opened_at       {instant} NOT NULL,
  PRIMARY KEY (practice_id, person_id, patient_id)
) {strict};
CREATE INDEX recent_chart_by_time ON recent_chart (practice_id, person_id, opened_at);

-- @postgres
SELECT perennial_protect('contact_preference', true);
SELECT perennial_protect(t, false) FROM unnest(ARRAY['worklist', 'stale_worklist', 'recent_chart']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER contact_preference_is_written_once BEFORE UPDATE ON contact_preference BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER contact_preference_is_never_deleted BEFORE DELETE ON contact_preference BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
