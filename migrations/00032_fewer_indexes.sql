-- +goose Up
-- What an import of many people writes for nobody: people of an organization are found by
-- people_identity, which begins with it, and most of what happens happens in no edition.
drop index people_organization;
drop index journal_edition;
create index journal_edition on journal (edition, unit) where edition is not null;
