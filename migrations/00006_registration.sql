-- +goose Up

create table people (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    name         text        not null,
    name_latin   text,
    sort_key     text        not null,
    birth_date   text        not null,
    organization uuid        not null,
    constraint people_pk primary key (id),
    constraint people_organization_fk foreign key (organization) references organizations (id)
);
create index people_organization on people (organization, id);
create index people_sort on people (sort_key, id);
create index people_created on people (created_at, id);

-- A limit on entries. per says what is counted: all entries together, or those of each
-- organization, of each event, of each organization in each event. event and organization
-- narrow the limit to one of them.
create table quotas (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    edition      uuid        not null,
    per          text        not null,
    event        uuid,
    organization uuid,
    most         integer     not null,
    constraint quotas_pk primary key (id),
    constraint quotas_edition_fk foreign key (edition) references editions (id),
    constraint quotas_event_fk foreign key (event) references events (id),
    constraint quotas_organization_fk foreign key (organization) references organizations (id),
    constraint quotas_per_check check (per in ('total', 'organization', 'event', 'organization_and_event')),
    constraint quotas_most_check check (most >= 0)
);
create index quotas_edition on quotas (edition, id);

-- How many places are taken. quota is a quota, or the rule set whose entries_per_school
-- counts as one more limit: therefore no foreign key. counted is what per makes of an entry:
-- '', the organization, the event, or both. The row is taken and given back in the
-- transaction of the entry.
create table quota_uses (
    quota   uuid    not null,
    counted text    not null,
    used    integer not null,
    constraint quota_uses_pk primary key (quota, counted),
    constraint quota_uses_used_check check (used >= 0)
);

create table entries (
    id            uuid        not null,
    revision      bigint      not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    edition       uuid        not null,
    event         uuid        not null,
    organization  uuid        not null,
    status        text        not null,
    reasons       text        not null, -- JSON: why it was last returned, withdrawn or disqualified
    reason_code   text,                 -- of a disqualification
    name          text,                 -- of a team
    sort_key      text        not null,
    official      boolean     not null,
    submitted_at  timestamptz,          -- last; null: never, so that it holds no places
    constraint entries_pk primary key (id),
    constraint entries_edition_fk foreign key (edition) references editions (id),
    constraint entries_event_fk foreign key (event) references events (id),
    constraint entries_organization_fk foreign key (organization) references organizations (id),
    constraint entries_status_check check (status in ('draft', 'submitted', 'returned', 'approved', 'confirmed', 'checked_in', 'competed', 'absent', 'withdrawn', 'disqualified'))
);
create index entries_event on entries (event, status, id);
create index entries_organization on entries (organization, id);
create index entries_sort on entries (sort_key, id);
create index entries_created on entries (created_at, id);
create index entries_edition on entries (edition, id);

create table entry_members (
    entry    uuid    not null,
    person   uuid    not null,
    role     text    not null,
    position integer not null,
    event    uuid    not null,
    live     boolean not null, -- false once the entry is withdrawn: the person is free again
    constraint entry_members_pk primary key (entry, person),
    constraint entry_members_entry_fk foreign key (entry) references entries (id) on delete cascade,
    constraint entry_members_person_fk foreign key (person) references people (id),
    constraint entry_members_role_check check (role in ('competitor', 'reserve', 'instructor', 'leader'))
);
-- One person competes at most once in an event.
create unique index entry_members_once on entry_members (event, person) where live and role in ('competitor', 'reserve');
create index entry_members_person on entry_members (person);
