-- +goose Up

create table programmes (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    name         text        not null, -- JSON: language tag → text
    sort_key     text        not null,
    organization uuid,                 -- who holds it
    constraint programmes_pk primary key (id),
    constraint programmes_organization_fk foreign key (organization) references organizations (id)
);

create table editions (
    id                     uuid        not null,
    revision               bigint      not null,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    programme              uuid        not null,
    number                 integer     not null,
    year                   integer     not null,
    name                   text        not null, -- JSON
    sort_key               text        not null,
    host                   text        not null, -- JSON
    status                 text        not null,
    status_reason          text,
    time_zone              text        not null, -- IANA
    starts_date            text,
    ends_date              text,
    registration_opens_at  timestamptz,
    registration_closes_at timestamptz,
    replaced_by            uuid,
    rule_set               uuid,                 -- frozen at opening
    constraint editions_pk primary key (id),
    constraint editions_programme_fk foreign key (programme) references programmes (id),
    constraint editions_replaced_by_fk foreign key (replaced_by) references editions (id),
    constraint editions_number_unique unique (programme, number),
    constraint editions_status_check check (status in ('draft', 'open', 'closed', 'running', 'completed', 'archived', 'cancelled')),
    constraint editions_window_check check (registration_opens_at is null or registration_closes_at is null or registration_opens_at < registration_closes_at)
);
create index editions_sort on editions (sort_key, id);

create table rule_sets (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    edition    uuid        not null,
    version    integer     not null,
    preset     text        not null,
    status     text        not null,
    rules      text        not null, -- JSON
    constraint rule_sets_pk primary key (id),
    constraint rule_sets_edition_fk foreign key (edition) references editions (id),
    constraint rule_sets_version_unique unique (edition, version),
    constraint rule_sets_status_check check (status in ('draft', 'frozen'))
);

create table events (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    edition    uuid        not null,
    number     text        not null, -- skill number: the key is (edition, number)
    name       text        not null, -- JSON
    sort_key   text        not null,
    sector     text        not null,
    status     text        not null,
    team_min   integer     not null, -- competitors an entry may start with
    team_max   integer     not null,
    age_limit  integer,              -- overrides the rule set's
    official   boolean     not null,
    rule_set   uuid        not null,
    constraint events_pk primary key (id),
    constraint events_edition_fk foreign key (edition) references editions (id),
    constraint events_rule_set_fk foreign key (rule_set) references rule_sets (id),
    constraint events_number_unique unique (edition, number),
    constraint events_status_check check (status in ('open', 'cancelled')),
    constraint events_team_check check (team_min >= 1 and team_max >= team_min and team_max <= 20)
);
create index events_sort on events (edition, sort_key, id);

create table stages (
    id          uuid        not null,
    revision    bigint      not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    event       uuid        not null,
    position    integer     not null,
    name        text        not null, -- JSON
    blind_level integer     not null,
    constraint stages_pk primary key (id),
    constraint stages_event_fk foreign key (event) references events (id),
    constraint stages_position_unique unique (event, position),
    constraint stages_blind_level_check check (blind_level between 0 and 3)
);
