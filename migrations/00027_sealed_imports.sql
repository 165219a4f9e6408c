-- +goose Up
-- A table that was sent may hold identity numbers: it is kept sealed.
alter table import_files add column key_id text not null default ''; -- that sealed the body; '': it is not
