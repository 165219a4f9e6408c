-- +goose Up

-- When the other acts of registration are possible, how long a draft may hold its places, and
-- whether who finds none is put on the waiting list.
alter table editions add column substitution_opens_at timestamptz;
alter table editions add column substitution_closes_at timestamptz
    constraint editions_substitution_check check (substitution_opens_at is null or substitution_closes_at is null or substitution_opens_at < substitution_closes_at);
alter table editions add column withdrawal_opens_at timestamptz;
alter table editions add column withdrawal_closes_at timestamptz
    constraint editions_withdrawal_check check (withdrawal_opens_at is null or withdrawal_closes_at is null or withdrawal_opens_at < withdrawal_closes_at);
alter table editions add column hold_minutes integer
    constraint editions_hold_check check (hold_minutes between 1 and 10080);
alter table editions add column waiting_list boolean not null default false;

create table delegations (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    edition      uuid        not null,
    kind         text        not null,
    name         text        not null, -- JSON: language tag → text
    sort_key     text        not null,
    organization uuid,                 -- that leads it
    leader       uuid,                 -- a person of one of its organizations
    constraint delegations_pk primary key (id),
    constraint delegations_edition_fk foreign key (edition) references editions (id),
    constraint delegations_organization_fk foreign key (organization) references organizations (id),
    constraint delegations_leader_fk foreign key (leader) references people (id),
    constraint delegations_kind_check check (kind in ('school', 'district', 'province', 'separate_plan_city', 'industry', 'base', 'guest'))
);
create index delegations_sort on delegations (edition, sort_key, id);
create index delegations_edition on delegations (edition, id);

create table delegation_organizations (
    delegation   uuid    not null,
    organization uuid    not null,
    position     integer not null,
    constraint delegation_organizations_pk primary key (delegation, organization),
    constraint delegation_organizations_delegation_fk foreign key (delegation) references delegations (id) on delete cascade,
    constraint delegation_organizations_organization_fk foreign key (organization) references organizations (id)
);
create index delegation_organizations_organization on delegation_organizations (organization, delegation);

alter table quotas add column unit text not null default 'entries'
    constraint quotas_unit_check check (unit in ('entries', 'competitors', 'instructors'));
alter table quotas add column delegation uuid constraint quotas_delegation_fk references delegations (id);
alter table quotas add column district text;

-- What an entry is counted by, as it was when it took its places, and what it holds of them:
-- one entry, so many competitors and instructors; nothing if it holds none.
alter table entries add column delegation uuid constraint entries_delegation_fk references delegations (id);
alter table entries add column district text;
alter table entries add column held_entries integer not null default 0;
alter table entries add column held_competitors integer not null default 0;
alter table entries add column held_instructors integer not null default 0;
alter table entries add column held_until timestamptz; -- of a draft that holds places for a time
update entries set
    district = (select o.district from organizations o where o.id = entries.organization),
    held_entries = 1,
    held_competitors = (select count(*) from entry_members m where m.entry = entries.id and m.role = 'competitor'),
    held_instructors = (select count(*) from entry_members m where m.entry = entries.id and m.role = 'instructor')
where official and submitted_at is not null and status <> 'withdrawn';
create index entries_held on entries (held_until, edition) where held_until is not null;
create index entries_waiting on entries (edition, submitted_at, id) where status = 'waiting';

-- Why an entry left the waiting list for a place.
create table promotions (
    entry       uuid        not null,
    promoted_at timestamptz not null,
    why         text        not null, -- JSON: which place became free, who was passed over and why
    constraint promotions_pk primary key (entry),
    constraint promotions_entry_fk foreign key (entry) references entries (id)
);
