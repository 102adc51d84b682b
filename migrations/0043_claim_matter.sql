-- What a claim waits with, each thing with the day from which on it asks for somebody. Empty in rows of before.
ALTER TABLE claim_standing ADD COLUMN matters {json};
