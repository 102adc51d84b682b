-- Who is this about, who cares, who pays? A person, a dated role and a login are three things.

CREATE TABLE person (
  organization_id {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  key             {text} NOT NULL,
  family          {text} NOT NULL,
  given           {text} NOT NULL,
  npi             {text},
  qp_years        {json} NOT NULL,
  PRIMARY KEY (organization_id, person_id),
  UNIQUE (organization_id, key)
) {strict};

CREATE TABLE login (
  organization_id {uuid} NOT NULL,
  login_id        {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  name            {text} NOT NULL,
  PRIMARY KEY (organization_id, login_id),
  UNIQUE (organization_id, name),
  FOREIGN KEY (organization_id, person_id) REFERENCES person (organization_id, person_id)
) {strict};

CREATE TABLE staff_role (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  role_id          {uuid} NOT NULL,
  person_id        {uuid} NOT NULL,
  word             {text} NOT NULL,
  from_date        {date} NOT NULL,
  until_date       {date},
  taxonomy         {text},
  country          {text} NOT NULL,
  supervisor_id    {uuid},
  credential_kind  {text},
  credential_state {text},
  credential_from  {date},
  credential_until {date},
  PRIMARY KEY (practice_id, role_id),
  UNIQUE (practice_id, person_id, word, from_date),
  FOREIGN KEY (organization_id, person_id) REFERENCES person (organization_id, person_id)
) {strict};

-- One run of an import: what came in, and what became of it.
CREATE TABLE import_run (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  import_run_id   {uuid} NOT NULL,
  input_sha256    {bytes} NOT NULL,
  state           {text} NOT NULL,
  report          {json} NOT NULL,
  started_at      {instant} NOT NULL,
  finished_at     {instant},
  PRIMARY KEY (practice_id, import_run_id)
) {strict};

CREATE TABLE patient (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  source          {text} NOT NULL,
  source_id       {text} NOT NULL,
  last_updated    {instant},
  family          {text},
  given           {text},
  born_on         {date},
  sex             {text},
  language        {text},
  deceased        {text},
  contact_sealed  {bytes},
  revision        {int} NOT NULL,
  PRIMARY KEY (practice_id, patient_id),
  UNIQUE (practice_id, source, source_id)
) {strict};

-- Identifiers are many to one. The value is sealed; the blind index finds it.
CREATE TABLE patient_identifier (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  system          {text} NOT NULL,
  value_index     {bytes} NOT NULL,
  patient_id      {uuid} NOT NULL,
  value_sealed    {bytes} NOT NULL,
  PRIMARY KEY (practice_id, system, value_index, patient_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX patient_identifier_by_patient ON patient_identifier (practice_id, patient_id);
CREATE INDEX patient_identifier_by_value ON patient_identifier (organization_id, value_index);

-- The same human being at two practices, or two records merged at one: a link, never a re-keying.
CREATE TABLE patient_link (
  practice_id       {uuid} NOT NULL,
  organization_id   {uuid} NOT NULL,
  patient_id        {uuid} NOT NULL,
  other_practice_id {uuid} NOT NULL,
  other_patient_id  {uuid} NOT NULL,
  kind              {text} NOT NULL,
  linked_at         {instant} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, other_practice_id, other_patient_id, kind),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- What came from outside, as it came: compressed and sealed, one piece for each patient and run.
CREATE TABLE import_raw (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  import_run_id   {uuid} NOT NULL,
  sha256          {bytes} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, sha256),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- Bulk files wait here, in pieces, until a patient is whole.
CREATE TABLE import_stage (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  import_run_id   {uuid} NOT NULL,
  patient_key     {text} NOT NULL,
  piece           {int} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  PRIMARY KEY (practice_id, import_run_id, patient_key, piece)
) {strict};

CREATE TABLE coverage (
  practice_id       {uuid} NOT NULL,
  organization_id   {uuid} NOT NULL,
  patient_id        {uuid} NOT NULL,
  coverage_id       {uuid} NOT NULL,
  version           {int} NOT NULL,
  source_id         {text} NOT NULL,
  last_updated      {instant},
  sha256            {bytes} NOT NULL,
  import_run_id     {uuid} NOT NULL,
  status            {text} NOT NULL,
  payer_name        {text},
  type_code         {text},
  subscriber_index  {bytes},
  subscriber_sealed {bytes},
  from_date         {date},
  until_date        {date},
  qmb               {bool},
  PRIMARY KEY (practice_id, patient_id, coverage_id, version),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- @postgres
SELECT perennial_protect(t, false) FROM unnest(ARRAY['person', 'login', 'staff_role', 'import_run', 'patient', 'patient_identifier', 'import_stage']) AS t;
SELECT perennial_protect(t, true) FROM unnest(ARRAY['patient_link', 'import_raw', 'coverage']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER patient_link_is_written_once BEFORE UPDATE ON patient_link BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER patient_link_is_never_deleted BEFORE DELETE ON patient_link BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER import_raw_is_written_once BEFORE UPDATE ON import_raw BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER import_raw_is_never_deleted BEFORE DELETE ON import_raw BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER coverage_is_written_once BEFORE UPDATE ON coverage BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER coverage_is_never_deleted BEFORE DELETE ON coverage BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
