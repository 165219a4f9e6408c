-- +goose Up

-- One organization's training base for one event.
create table bases (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    event        uuid        not null,
    organization uuid        not null,
    status       text        not null,
    statement    text        not null,
    position     integer,              -- in the published order, from 1
    valid_until  text,                 -- last day
    inspections  text        not null, -- JSON, in order
    decisions    text        not null, -- JSON, in order
    constraint bases_pk primary key (id),
    constraint bases_event_fk foreign key (event) references events (id),
    constraint bases_organization_fk foreign key (organization) references organizations (id),
    constraint bases_unique unique (event, organization),
    constraint bases_position_unique unique (event, position),
    constraint bases_status_check check (status in ('applied', 'recognised', 'refused', 'removed'))
);
create index bases_organization on bases (organization, id);

create table base_evaluations (
    id         uuid        not null,
    base       uuid        not null,
    account    uuid,                 -- null: a program
    recommends boolean     not null,
    score      text,                 -- decimal, out of 100
    body       text        not null,
    created_at timestamptz not null,
    constraint base_evaluations_pk primary key (id),
    constraint base_evaluations_base_fk foreign key (base) references bases (id),
    constraint base_evaluations_account_fk foreign key (account) references accounts (id),
    constraint base_evaluations_once unique (base, account)
);

-- When the order of an event's bases was last published; the order stands in bases.position.
create table base_orders (
    event      uuid        not null,
    revision   bigint      not null,
    updated_at timestamptz not null,
    constraint base_orders_pk primary key (event),
    constraint base_orders_event_fk foreign key (event) references events (id)
);

-- Who does what at a base. Dates are local to the edition; the last one is not included. Of an
-- account the row is its role on the base: there is no other.
create table base_staff (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    base       uuid        not null,
    function   text        not null,
    account    uuid,
    person     uuid,
    from_date  text        not null,
    until_date text,
    constraint base_staff_pk primary key (id),
    constraint base_staff_base_fk foreign key (base) references bases (id),
    constraint base_staff_account_fk foreign key (account) references accounts (id),
    constraint base_staff_person_fk foreign key (person) references people (id),
    constraint base_staff_function_check check (function in ('lead_expert', 'expert', 'coach', 'base_manager', 'interpreter', 'workshop_manager')),
    constraint base_staff_who_check check ((account is null) <> (person is null)),
    constraint base_staff_dates_check check (until_date is null or from_date < until_date)
);
create index base_staff_base on base_staff (base, from_date);
create index base_staff_account on base_staff (account);

create table squads (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    base       uuid        not null,
    most       integer     not null, -- trainees at a time
    plan       text        not null, -- JSON
    constraint squads_pk primary key (id),
    constraint squads_base_fk foreign key (base) references bases (id),
    constraint squads_base_unique unique (base),
    constraint squads_most_check check (most > 0)
);

create table trainees (
    id            uuid        not null,
    revision      bigint      not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    squad         uuid        not null,
    edition       uuid        not null,
    person        uuid        not null,
    status        text        not null,
    live          boolean     not null, -- false once the trainee has left
    seeded_from   uuid,
    insurer       text,
    policy        text,
    insured_until text,                 -- last day
    history       text        not null, -- JSON: every state, when and why
    constraint trainees_pk primary key (id),
    constraint trainees_squad_fk foreign key (squad) references squads (id),
    constraint trainees_edition_fk foreign key (edition) references editions (id),
    constraint trainees_person_fk foreign key (person) references people (id),
    constraint trainees_seeded_from_fk foreign key (seeded_from) references squads (id),
    constraint trainees_status_check check (status in ('selected', 'training', 'advanced', 'eliminated', 'withdrawn', 'injured', 'competitor', 'reserve', 'competed'))
);
-- A person is in one squad of an edition at a time.
create unique index trainees_once on trainees (edition, person) where live;
create index trainees_squad on trainees (squad, id);
create index trainees_person on trainees (person);
