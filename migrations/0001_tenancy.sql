-- Tenants, their practices and keys. An organization is the tenant; a practice is the covered entity
-- and billing group. Clinical, time and billing rows name their practice first and the organization beside it.

-- @postgres
-- Row-level security under the unprivileged role: a query that forgets its predicate still sees one tenant only.
-- A table that is written once gives that role neither UPDATE nor DELETE.
CREATE FUNCTION perennial_protect(name text, written_once boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = (SELECT NULLIF(current_setting(''app.organization'', true), '''')::uuid))', name);
  EXECUTE format('GRANT SELECT, INSERT ON %I TO {role}', name);
  IF NOT written_once THEN
    EXECUTE format('GRANT UPDATE, DELETE ON %I TO {role}', name);
  END IF;
END $$;
-- A table partitioned by month: what is older than the record stands in one partition, what is beyond in another.
CREATE FUNCTION perennial_partition(name text, first date, last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE month date := first;
BEGIN
  EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (MINVALUE) TO (%L)', name || '_before', name, first::text || ' 00:00+00');
  WHILE month < last LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
      name || to_char(month, '_YYYY_MM'), name, month::text || ' 00:00+00', (month + interval '1 month')::date::text || ' 00:00+00');
    month := month + interval '1 month';
  END LOOP;
  EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (MAXVALUE)', name || '_beyond', name, last::text || ' 00:00+00');
END $$;
-- @end

-- Names the tenants so that a command can find one; holds nothing about a person.
CREATE TABLE organization (
  organization_id {uuid} NOT NULL PRIMARY KEY,
  key             {text} NOT NULL UNIQUE,
  name            {text} NOT NULL,
  created_at      {instant} NOT NULL
) {strict};
-- @postgres
-- Everybody reads the name plates; a tenant writes its own.
ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
CREATE POLICY plates ON organization FOR SELECT USING (true);
CREATE POLICY own_new ON organization FOR INSERT WITH CHECK (organization_id = (SELECT NULLIF(current_setting('app.organization', true), '')::uuid));
CREATE POLICY own ON organization FOR UPDATE USING (organization_id = (SELECT NULLIF(current_setting('app.organization', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON organization TO {role};
-- @end

-- An organization's data key, wrapped by the key provider. The newest one seals, every one opens.
CREATE TABLE data_key (
  organization_id {uuid} NOT NULL,
  data_key_id     {int} NOT NULL,
  wrapped         {bytes} NOT NULL,
  created_at      {instant} NOT NULL,
  PRIMARY KEY (organization_id, data_key_id)
) {strict};

CREATE TABLE payer (
  organization_id {uuid} NOT NULL,
  payer_id        {uuid} NOT NULL,
  key             {text} NOT NULL,
  profile         {json} NOT NULL,
  PRIMARY KEY (organization_id, payer_id),
  UNIQUE (organization_id, key)
) {strict};

CREATE TABLE practice (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  key             {text} NOT NULL,
  profile         {json} NOT NULL,
  PRIMARY KEY (practice_id),
  UNIQUE (organization_id, key)
) {strict};

-- The practice's time zone from a day on: month edges belong to it (ENG-03).
CREATE TABLE practice_zone (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  from_date       {date} NOT NULL,
  zone            {text} NOT NULL,
  PRIMARY KEY (practice_id, from_date)
) {strict};

-- What the practice charges; not the fee schedule.
CREATE TABLE charge (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  code            {text} NOT NULL,
  from_date       {date} NOT NULL,
  until_date      {date},
  cents           {int} NOT NULL,
  PRIMARY KEY (practice_id, code, from_date)
) {strict};

-- Each use case's first answer, by the caller's command id; a repetition returns it.
CREATE TABLE command (
  organization_id {uuid} NOT NULL,
  command_id      {text} NOT NULL,
  practice_id     {uuid},
  use_case        {text} NOT NULL,
  input_sha256    {bytes} NOT NULL,
  answer          {json} NOT NULL,
  at              {instant} NOT NULL,
  PRIMARY KEY (organization_id, command_id)
) {strict};

-- Who does a lonely job (sealing, say) until when; the token fences off a holder that woke up late.
CREATE TABLE lease (
  organization_id {uuid} NOT NULL,
  name            {text} NOT NULL,
  holder          {text} NOT NULL,
  token           {int} NOT NULL,
  until_at        {instant} NOT NULL,
  PRIMARY KEY (organization_id, name)
) {strict};

-- @postgres
SELECT perennial_protect(t, false) FROM unnest(ARRAY['payer', 'practice', 'practice_zone', 'charge', 'lease']) AS t;
SELECT perennial_protect(t, true) FROM unnest(ARRAY['data_key', 'command']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER data_key_is_written_once BEFORE UPDATE ON data_key BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER data_key_is_never_deleted BEFORE DELETE ON data_key BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER command_is_written_once BEFORE UPDATE ON command BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER command_is_never_deleted BEFORE DELETE ON command BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
