-- Imported facts keep their source and version and are never edited: a newer version is a new row.
-- What our people confirm, agree and do points at them.

CREATE TABLE condition (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  condition_id    {uuid} NOT NULL,
  version         {int} NOT NULL,
  source_id       {text} NOT NULL,
  last_updated    {instant},
  sha256          {bytes} NOT NULL,
  import_run_id   {uuid} NOT NULL,
  icd10           {text},
  icd10_origin    {text} NOT NULL,
  snomed          {text},
  status          {text} NOT NULL,
  onset_on        {date},
  abated_on       {date},
  PRIMARY KEY (practice_id, patient_id, condition_id, version),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- Imported (with its source and run) or recorded by us (with who recorded it).
CREATE TABLE visit (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  patient_id       {uuid} NOT NULL,
  visit_id         {uuid} NOT NULL,
  version          {int} NOT NULL,
  source_id        {text},
  last_updated     {instant},
  sha256           {bytes},
  import_run_id    {uuid},
  status           {text} NOT NULL,
  class            {text},
  code             {text},
  on_date          {date},
  until_date       {date},
  practitioner_npi {text},
  practitioner_id  {uuid},
  discussed        {bool},
  extra_planning   {bool},
  recorded_at      {instant} NOT NULL,
  recorded_by      {uuid},
  PRIMARY KEY (practice_id, patient_id, visit_id, version),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE medication (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  medication_id   {uuid} NOT NULL,
  version         {int} NOT NULL,
  source_id       {text} NOT NULL,
  last_updated    {instant},
  sha256          {bytes} NOT NULL,
  import_run_id   {uuid} NOT NULL,
  status          {text} NOT NULL,
  code_system     {text},
  code            {text},
  label           {text},
  authored_on     {date},
  dosage          {text},
  PRIMARY KEY (practice_id, patient_id, medication_id, version),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE allergy (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  allergy_id      {uuid} NOT NULL,
  version         {int} NOT NULL,
  source_id       {text} NOT NULL,
  last_updated    {instant},
  sha256          {bytes} NOT NULL,
  import_run_id   {uuid} NOT NULL,
  status          {text} NOT NULL,
  code_system     {text},
  code            {text},
  label           {text},
  criticality     {text},
  PRIMARY KEY (practice_id, patient_id, allergy_id, version),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- Narrow and many: partitioned by month, no foreign key to pay for on each row (the import writes the patient first).
-- `part` is 0, or the component's place; a correction is a new row that names the one it replaces.
CREATE TABLE observation (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  at              {instant} NOT NULL,
  observation_id  {uuid} NOT NULL,
  part            {int} NOT NULL,
  version         {int} NOT NULL,
  replaces        {uuid},
  source_id       {text} NOT NULL,
  last_updated    {instant},
  sha256          {bytes} NOT NULL,
  import_run_id   {uuid} NOT NULL,
  status          {text} NOT NULL,
  code            {text} NOT NULL,
  value           {float},
  unit            {text},
  value_text      {text},
  PRIMARY KEY (practice_id, patient_id, at, observation_id, part)
)
-- @postgres
PARTITION BY RANGE (at)
-- @end
{strict};

-- A clinician's word: this condition is chronic, for so long, with this risk (ELIG-01).
CREATE TABLE condition_confirmation (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  confirmation_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  condition_id    {uuid},
  icd10           {text} NOT NULL,
  expected_months {int} NOT NULL,
  risk_stated     {bool} NOT NULL,
  risk_sealed     {bytes} NOT NULL,
  on_date         {date} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, confirmation_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE care_plan (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  care_plan_id    {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  version         {int} NOT NULL,
  dated           {date} NOT NULL,
  signed_by       {uuid},
  revised         {bool} NOT NULL,
  elements        {json} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, care_plan_id),
  UNIQUE (practice_id, patient_id, version),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE care_plan_copy (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  copy_id         {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  care_plan_id    {uuid} NOT NULL,
  on_date         {date} NOT NULL,
  recipient       {text} NOT NULL,
  way             {text} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, copy_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE episode (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  episode_id      {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  program         {text} NOT NULL,
  practitioner_id {uuid} NOT NULL,
  start_date      {date} NOT NULL,
  track           {text},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, episode_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- Consent, refusal, revocation: each a record of its own, never changed into another.
CREATE TABLE consent (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  consent_id      {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  kind            {text} NOT NULL,
  program         {text} NOT NULL,
  form            {text},
  at              {text} NOT NULL,
  documented      {bool},
  elements        {json} NOT NULL,
  practitioner_id {uuid},
  representative_authority {bool},
  language        {text},
  wording         {text},
  reason_sealed   {bytes},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, consent_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE facility_stay (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  stay_id         {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  kind            {text} NOT NULL,
  from_moment     {text} NOT NULL,
  to_moment       {text},
  ends_stay_id    {uuid},
  facility        {text},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, stay_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE INDEX consent_by_patient ON consent (practice_id, patient_id);
CREATE INDEX confirmation_by_patient ON condition_confirmation (practice_id, patient_id);
CREATE INDEX care_plan_copy_by_patient ON care_plan_copy (practice_id, patient_id);
CREATE INDEX episode_by_patient ON episode (practice_id, patient_id);
CREATE INDEX stay_by_patient ON facility_stay (practice_id, patient_id);

-- @postgres
SELECT perennial_partition('observation', DATE '2015-01-01', DATE '2031-01-01');
SELECT perennial_protect(t, true) FROM unnest(ARRAY['condition', 'visit', 'medication', 'allergy', 'observation',
  'condition_confirmation', 'care_plan', 'care_plan_copy', 'episode', 'consent', 'facility_stay']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER condition_is_written_once BEFORE UPDATE ON condition BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER condition_is_never_deleted BEFORE DELETE ON condition BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER visit_is_written_once BEFORE UPDATE ON visit BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER visit_is_never_deleted BEFORE DELETE ON visit BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER medication_is_written_once BEFORE UPDATE ON medication BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER medication_is_never_deleted BEFORE DELETE ON medication BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER allergy_is_written_once BEFORE UPDATE ON allergy BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER allergy_is_never_deleted BEFORE DELETE ON allergy BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER observation_is_written_once BEFORE UPDATE ON observation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER observation_is_never_deleted BEFORE DELETE ON observation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER condition_confirmation_is_written_once BEFORE UPDATE ON condition_confirmation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER condition_confirmation_is_never_deleted BEFORE DELETE ON condition_confirmation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_plan_is_written_once BEFORE UPDATE ON care_plan BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_plan_is_never_deleted BEFORE DELETE ON care_plan BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_plan_copy_is_written_once BEFORE UPDATE ON care_plan_copy BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER care_plan_copy_is_never_deleted BEFORE DELETE ON care_plan_copy BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER episode_is_written_once BEFORE UPDATE ON episode BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER episode_is_never_deleted BEFORE DELETE ON episode BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER consent_is_written_once BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER consent_is_never_deleted BEFORE DELETE ON consent BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER facility_stay_is_written_once BEFORE UPDATE ON facility_stay BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER facility_stay_is_never_deleted BEFORE DELETE ON facility_stay BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
