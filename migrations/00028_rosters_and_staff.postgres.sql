-- +goose Up

-- A roster goes into a squad, staff to a base; base is the squad's where there is one.
alter table imports add column base uuid constraint imports_base_fk references bases (id);
alter table imports add column squad uuid constraint imports_squad_fk references squads (id);
alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('people', 'organizations', 'entries', 'roster', 'staff'));
create index imports_newest on imports (created_at, id);
create index imports_account on imports (account, created_at, id);
