-- +goose Up

-- What an entry of a contest of teachers is about: a course by its name, a major by catalogue,
-- level and code (JSON; null where there is none).
alter table entries add column course text;
alter table entries add column major text not null default 'null';

-- A quota that is narrowed to the events of a group, or counts groups apart.
alter table quotas add column event_group text;
alter table quotas drop constraint quotas_per_check;
alter table quotas add constraint quotas_per_check check (per in
    ('total', 'organization', 'event', 'organization_and_event', 'district', 'district_and_event', 'delegation', 'delegation_and_event',
     'group', 'organization_and_group', 'district_and_group', 'delegation_and_group'));
