-- +goose Up

-- What an event goes on: bans follow it through renames and mergers.
create table event_successions (
    event    uuid not null,
    succeeds uuid not null,
    constraint event_successions_pk primary key (event, succeeds),
    constraint event_successions_event_fk foreign key (event) references events (id) on delete cascade,
    constraint event_successions_succeeds_fk foreign key (succeeds) references events (id)
);

-- Those that are ranked apart: 中职, 高职; '' none. "group" is a word of SQL.
alter table events add column event_group text not null default '';
-- An open event that is put off for want of entries. Its own column, because the check on
-- status cannot be widened in SQLite.
alter table events add column deferred boolean not null default false;

-- Whether teams of several organizations are allowed; null as the rules say.
alter table events add column cross_organization boolean;

-- An entry that was let through a rule. covers is what the rule had against it then.
create table overrides (
    id     uuid        not null,
    at     timestamptz not null,
    entry  uuid        not null,
    rule   text        not null,
    reason text        not null,
    by_ref text        not null, -- an account or a service token, in its public form
    covers text        not null, -- JSON
    constraint overrides_pk primary key (id),
    constraint overrides_entry_fk foreign key (entry) references entries (id)
);
create index overrides_entry on overrides (entry, id);

create table substitutions (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    entry        uuid        not null,
    status       text        not null,
    role         text        not null, -- of the member
    person       uuid        not null, -- who leaves
    substitute   uuid        not null,
    reason       text        not null,
    requested_by text        not null, -- in its public form
    last_date    text,                 -- until when it could be asked for
    refusal      text,
    decided_at   timestamptz,
    constraint substitutions_pk primary key (id),
    constraint substitutions_entry_fk foreign key (entry) references entries (id),
    constraint substitutions_person_fk foreign key (person) references people (id),
    constraint substitutions_substitute_fk foreign key (substitute) references people (id),
    constraint substitutions_status_check check (status in ('requested', 'approved', 'refused')),
    constraint substitutions_role_check check (role in ('competitor', 'reserve', 'instructor', 'leader'))
);
create index substitutions_entry on substitutions (entry, created_at, id);
-- One at a time waits for the same member.
create unique index substitutions_waiting on substitutions (entry, person) where status = 'requested';
