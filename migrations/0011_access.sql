-- Who may come in, with which proofs; and whose charts they see.
-- A session is looked for before anybody knows whose it is. Row-level security asks for the organization first, so every
-- token that leaves us carries the organization's id in clear before its secret: the transaction is opened for that
-- tenant, and the secret's hash is found there or nowhere. The id alone opens nothing.

-- What somebody is anywhere in the organization is asked at every page.
CREATE INDEX staff_role_by_person ON staff_role (organization_id, person_id);

-- A person's way in. The hash is argon2's own text, sealed: a copy of the database alone allows no guessing.
CREATE TABLE account (
  organization_id {uuid} NOT NULL,
  account_id      {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  state           {text} NOT NULL,
  password_sealed {bytes},
  password_at     {instant},
  created_at      {instant} NOT NULL,
  PRIMARY KEY (organization_id, account_id),
  UNIQUE (organization_id, person_id),
  FOREIGN KEY (organization_id, person_id) REFERENCES person (organization_id, person_id)
) {strict};

-- One-time codes. `last_step` only grows, so that no code works twice.
CREATE TABLE totp (
  organization_id {uuid} NOT NULL,
  account_id      {uuid} NOT NULL,
  secret_sealed   {bytes} NOT NULL,
  last_step       {int} NOT NULL,
  confirmed_at    {instant},
  PRIMARY KEY (organization_id, account_id),
  FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, account_id)
) {strict};

-- 80 random bits each, so a plain hash suffices.
CREATE TABLE recovery_code (
  organization_id {uuid} NOT NULL,
  account_id      {uuid} NOT NULL,
  code_sha256     {bytes} NOT NULL,
  made_at         {instant} NOT NULL,
  used_at         {instant},
  PRIMARY KEY (organization_id, account_id, code_sha256),
  FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, account_id)
) {strict};

-- Public keys of authenticators, by the hash of their credential id.
CREATE TABLE passkey (
  organization_id   {uuid} NOT NULL,
  passkey_id        {uuid} NOT NULL,
  account_id        {uuid} NOT NULL,
  name              {text} NOT NULL,
  credential_sha256 {bytes} NOT NULL,
  credential_sealed {bytes} NOT NULL,
  counter           {int} NOT NULL,
  created_at        {instant} NOT NULL,
  used_at           {instant},
  PRIMARY KEY (organization_id, passkey_id),
  UNIQUE (organization_id, credential_sha256),
  FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, account_id)
) {strict};
CREATE INDEX passkey_by_account ON passkey (organization_id, account_id);

-- What was begun and must be finished soon, once: a second factor that is owed, a passkey's challenge.
CREATE TABLE ceremony (
  organization_id {uuid} NOT NULL,
  token_sha256    {bytes} NOT NULL,
  kind            {text} NOT NULL,
  account_id      {uuid},
  state_sealed    {bytes} NOT NULL,
  expires_at      {instant} NOT NULL,
  PRIMARY KEY (organization_id, token_sha256)
) {strict};
CREATE INDEX ceremony_by_end ON ceremony (organization_id, expires_at);

CREATE TABLE invitation (
  organization_id {uuid} NOT NULL,
  invitation_id   {uuid} NOT NULL,
  account_id      {uuid} NOT NULL,
  token_sha256    {bytes} NOT NULL,
  made_at         {instant} NOT NULL,
  expires_at      {instant} NOT NULL,
  used_at         {instant},
  withdrawn_at    {instant},
  PRIMARY KEY (organization_id, invitation_id),
  UNIQUE (organization_id, token_sha256),
  FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, account_id)
) {strict};
CREATE INDEX invitation_by_account ON invitation (organization_id, account_id);

-- `seen_at` is written once a minute at most.
CREATE TABLE session (
  organization_id  {uuid} NOT NULL,
  session_id       {uuid} NOT NULL,
  account_id       {uuid} NOT NULL,
  token_sha256     {bytes} NOT NULL,
  practice_id      {uuid},
  device           {text} NOT NULL,
  proof            {text} NOT NULL,
  created_at       {instant} NOT NULL,
  seen_at          {instant} NOT NULL,
  stepped_up_until {instant},
  revoked_at       {instant},
  PRIMARY KEY (organization_id, session_id),
  UNIQUE (organization_id, token_sha256),
  FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, account_id)
) {strict};
CREATE INDEX session_by_account ON session (organization_id, account_id, created_at);

-- Wrong tries in a row, by keyed hash of a sign-in name (known or not) or of an address: all processes count here.
CREATE TABLE sign_in_tries (
  organization_id {uuid} NOT NULL,
  kind            {text} NOT NULL,
  subject         {bytes} NOT NULL,
  failures        {int} NOT NULL,
  last_at         {instant} NOT NULL,
  PRIMARY KEY (organization_id, kind, subject)
) {strict};

CREATE TABLE access_policy (
  organization_id {uuid} NOT NULL,
  policy          {json} NOT NULL,
  PRIMARY KEY (organization_id)
) {strict};

-- Who cares for a patient (`care`), and which charts an auditor may read (`review`). A row that names another in
-- `ends_id` ends it from its own `from_at` on.
CREATE TABLE assignment (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  assignment_id   {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  purpose         {text} NOT NULL,
  from_at         {instant} NOT NULL,
  until_at        {instant},
  ends_id         {uuid},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid},
  PRIMARY KEY (practice_id, assignment_id),
  UNIQUE (practice_id, ends_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX assignment_by_person ON assignment (practice_id, person_id, purpose, patient_id);
CREATE INDEX assignment_by_patient ON assignment (practice_id, patient_id);

CREATE TABLE break_glass (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  break_glass_id  {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  reason_sealed   {bytes} NOT NULL,
  at              {instant} NOT NULL,
  until_at        {instant} NOT NULL,
  PRIMARY KEY (practice_id, break_glass_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX break_glass_by_person ON break_glass (practice_id, person_id, patient_id, until_at);

-- A data key stays what it is for ever; under which key of keys it is wrapped may change, and then nothing that the old
-- one opens is left behind.
-- @postgres
GRANT UPDATE (wrapped) ON data_key TO {role};
-- @end
-- @sqlite
DROP TRIGGER data_key_is_written_once;
CREATE TRIGGER data_key_is_written_once BEFORE UPDATE OF organization_id, data_key_id, created_at ON data_key BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end

-- @postgres
SELECT perennial_protect(t, false) FROM unnest(ARRAY['account', 'totp', 'recovery_code', 'passkey', 'ceremony', 'invitation', 'session', 'sign_in_tries', 'access_policy']) AS t;
SELECT perennial_protect(t, true) FROM unnest(ARRAY['assignment', 'break_glass']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER assignment_is_written_once BEFORE UPDATE ON assignment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER assignment_is_never_deleted BEFORE DELETE ON assignment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER break_glass_is_written_once BEFORE UPDATE ON break_glass BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER break_glass_is_never_deleted BEFORE DELETE ON break_glass BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
