-- Audits from outside: the letter, its list, who may look, what was handed out, how it ended; and the practice's own
-- sample of each quarter. All of it is written once.

CREATE TABLE audit_case (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  case_id         {uuid} NOT NULL,
  auditor         {text} NOT NULL,
  authority       {text} NOT NULL,
  reference       {text} NOT NULL,
  due_on          {date} NOT NULL,
  opened_at       {instant} NOT NULL,
  opened_by       {uuid},
  PRIMARY KEY (practice_id, case_id)
) {strict};

-- What a line of the letter says may hold anything, so it is sealed.
CREATE TABLE audit_case_claim (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  case_id         {uuid} NOT NULL,
  line            {int} NOT NULL,
  said_sealed     {bytes} NOT NULL,
  claim_id        {uuid},
  repeats         {int},
  PRIMARY KEY (practice_id, case_id, line),
  FOREIGN KEY (practice_id, case_id) REFERENCES audit_case (practice_id, case_id),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};

-- A row that names another in `ends_id` ends it from its own `from_at` on.
CREATE TABLE audit_case_access (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  access_id       {uuid} NOT NULL,
  case_id         {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  from_at         {instant} NOT NULL,
  until_at        {instant} NOT NULL,
  recorded_by     {uuid},
  ends_id         {uuid},
  PRIMARY KEY (practice_id, access_id),
  UNIQUE (practice_id, ends_id),
  FOREIGN KEY (practice_id, case_id) REFERENCES audit_case (practice_id, case_id)
) {strict};

CREATE TABLE audit_case_outcome (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  case_id         {uuid} NOT NULL,
  outcome         {text} NOT NULL,
  repaid_cents    {int} NOT NULL,
  note_sealed     {bytes} NOT NULL,
  at              {instant} NOT NULL,
  recorded_by     {uuid},
  PRIMARY KEY (practice_id, case_id),
  FOREIGN KEY (practice_id, case_id) REFERENCES audit_case (practice_id, case_id)
) {strict};

CREATE TABLE evidence_build (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  build_id        {uuid} NOT NULL,
  case_id         {uuid} NOT NULL,
  number          {int} NOT NULL,
  begun_at        {instant} NOT NULL,
  begun_by        {uuid},
  PRIMARY KEY (practice_id, build_id),
  UNIQUE (practice_id, case_id, number),
  FOREIGN KEY (practice_id, case_id) REFERENCES audit_case (practice_id, case_id)
) {strict};

-- A build that was killed goes on with the files that it lacks.
CREATE TABLE evidence_file (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  build_id        {uuid} NOT NULL,
  path            {text} NOT NULL,
  claim_id        {uuid},
  score           {json},
  body_sealed     {bytes} NOT NULL,
  PRIMARY KEY (practice_id, build_id, path),
  FOREIGN KEY (practice_id, build_id) REFERENCES evidence_build (practice_id, build_id)
) {strict};

CREATE TABLE self_audit (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  self_audit_id   {uuid} NOT NULL,
  quarter         {text} NOT NULL,
  seed            {text} NOT NULL,
  population      {int} NOT NULL,
  checklist       {text} NOT NULL,
  drawn_at        {instant} NOT NULL,
  drawn_by        {uuid},
  PRIMARY KEY (practice_id, self_audit_id),
  UNIQUE (practice_id, quarter)
) {strict};

CREATE TABLE self_audit_claim (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  self_audit_id   {uuid} NOT NULL,
  place           {int} NOT NULL,
  claim_id        {uuid} NOT NULL,
  score           {json} NOT NULL,
  PRIMARY KEY (practice_id, self_audit_id, place),
  FOREIGN KEY (practice_id, self_audit_id) REFERENCES self_audit (practice_id, self_audit_id),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['audit_case', 'audit_case_claim', 'audit_case_access',
  'audit_case_outcome', 'evidence_build', 'evidence_file', 'self_audit', 'self_audit_claim']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER audit_case_is_written_once BEFORE UPDATE ON audit_case BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_case_is_never_deleted BEFORE DELETE ON audit_case BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_case_claim_is_written_once BEFORE UPDATE ON audit_case_claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_case_claim_is_never_deleted BEFORE DELETE ON audit_case_claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_case_access_is_written_once BEFORE UPDATE ON audit_case_access BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_case_access_is_never_deleted BEFORE DELETE ON audit_case_access BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_case_outcome_is_written_once BEFORE UPDATE ON audit_case_outcome BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_case_outcome_is_never_deleted BEFORE DELETE ON audit_case_outcome BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER evidence_build_is_written_once BEFORE UPDATE ON evidence_build BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER evidence_build_is_never_deleted BEFORE DELETE ON evidence_build BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER evidence_file_is_written_once BEFORE UPDATE ON evidence_file BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER evidence_file_is_never_deleted BEFORE DELETE ON evidence_file BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER self_audit_is_written_once BEFORE UPDATE ON self_audit BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER self_audit_is_never_deleted BEFORE DELETE ON self_audit BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER self_audit_claim_is_written_once BEFORE UPDATE ON self_audit_claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER self_audit_claim_is_never_deleted BEFORE DELETE ON self_audit_claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
