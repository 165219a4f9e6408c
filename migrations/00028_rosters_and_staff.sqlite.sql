-- +goose Up

-- A roster goes into a squad, staff to a base; base is the squad's where there is one.
alter table imports add column base uuid constraint imports_base_fk references bases (id);
alter table imports add column squad uuid constraint imports_squad_fk references squads (id);

-- SQLite cannot alter a check: its text is changed, as in 00019.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '''entries'')', '''entries'', ''roster'', ''staff'')')
    where type = 'table' and name = 'imports';
pragma writable_schema = reset;
create index imports_newest on imports (created_at, id);
create index imports_account on imports (account, created_at, id);
