-- +goose Up

-- SQLite cannot alter a check; its text is changed, which leaves the rows as they are.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '''delegation'', ''delegation_and_event'')',
        '''delegation'', ''delegation_and_event'', ''group'', ''organization_and_group'', ''district_and_group'', ''delegation_and_group'')')
    where type = 'table' and name = 'quotas';
pragma writable_schema = reset;

-- A quota that is narrowed to the events of a group, or counts groups apart. This change of the
-- schema has every connection read it again.
alter table quotas add column event_group text;

-- What an entry of a contest of teachers is about: a course by its name, a major by catalogue,
-- level and code (JSON; null where there is none).
alter table entries add column course text;
alter table entries add column major text not null default 'null';
