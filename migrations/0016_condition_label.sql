-- What the source calls a problem, beside its code.

alter table condition add column label {text};
