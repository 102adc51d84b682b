-- Who somebody is at a provider of the organization's own (OpenID Connect). The subject stands as a keyed hash of issuer
-- and subject; the name that the provider gave is sealed, for its owner to know it again.

CREATE TABLE identity (
  organization_id {uuid} NOT NULL,
  identity_id     {uuid} NOT NULL,
  account_id      {uuid} NOT NULL,
  issuer          {text} NOT NULL,
  subject_index   {bytes} NOT NULL,
  name_sealed     {bytes} NOT NULL,
  linked_at       {instant} NOT NULL,
  used_at         {instant},
  PRIMARY KEY (organization_id, identity_id),
  UNIQUE (organization_id, subject_index),
  UNIQUE (organization_id, account_id, issuer),
  FOREIGN KEY (organization_id, account_id) REFERENCES account (organization_id, account_id)
) {strict};

-- @postgres
SELECT perennial_protect('identity', false);
-- @end
