-- +goose Up

-- Long work. runner is the process that is at it, until lease_until; after that another one takes
-- it over. subject is what the work is about: an import, an export.
create table operations (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    kind         text        not null,
    state        text        not null,
    account      text        not null, -- who started it
    organization uuid,
    subject      text        not null,
    done         integer     not null,
    total        integer     not null,
    problem      text        not null, -- JSON: why it failed; null
    cancelling   boolean     not null, -- somebody wants it to end
    runner       text        not null,
    lease_until  timestamptz,
    started_at   timestamptz,
    ended_at     timestamptz,
    constraint operations_pk primary key (id),
    constraint operations_organization_fk foreign key (organization) references organizations (id),
    constraint operations_state_check check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled'))
);
create index operations_account on operations (account, id);
create index operations_waiting on operations (id) where state in ('queued', 'running');

-- One table that was sent, what it was taken for, and what came of it.
create table imports (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    account      text        not null,
    kind         text        not null,
    organization uuid,
    event        uuid,
    status       text        not null,
    operation    uuid        not null, -- the last
    header       text        not null, -- JSON: every title with the column that it is taken for
    problems     text        not null, -- JSON: what is wrong with the header
    counts       text        not null, -- JSON
    constraint imports_pk primary key (id),
    constraint imports_organization_fk foreign key (organization) references organizations (id),
    constraint imports_event_fk foreign key (event) references events (id),
    constraint imports_operation_fk foreign key (operation) references operations (id),
    constraint imports_kind_check check (kind in ('people', 'organizations', 'entries')),
    constraint imports_status_check check (status in ('checking', 'checked', 'committing', 'committed', 'failed', 'cancelled'))
);
create index imports_age on imports (updated_at);

-- What was sent: the rows that say something, as CSV in UTF-8, the row's number first.
create table import_files (
    import uuid  not null,
    body   bytea not null,
    constraint import_files_pk primary key (import),
    constraint import_files_import_fk foreign key (import) references imports (id)
);

create table import_rows (
    import  uuid    not null,
    number  integer not null, -- as a spreadsheet shows it
    outcome text    not null,
    applied boolean not null, -- it has been committed
    subject text    not null, -- what it makes or changes; '': nothing yet
    body    text    not null, -- JSON: cells, problems, candidates
    constraint import_rows_pk primary key (import, number),
    constraint import_rows_import_fk foreign key (import) references imports (id),
    constraint import_rows_outcome_check check (outcome in ('created', 'updated', 'unchanged', 'rejected', 'needs_matching'))
);
create index import_rows_outcome on import_rows (import, outcome, number);

-- Which of several things a cell means, as a human said.
create table import_matches (
    import     uuid    not null,
    number     integer not null,
    column_name text    not null,
    chosen     text    not null,
    constraint import_matches_pk primary key (import, number, column_name),
    constraint import_matches_import_fk foreign key (import) references imports (id)
);

-- What an organization calls a column; organization is '' for those of the installation.
create table import_titles (
    organization text not null,
    kind         text not null,
    title        text not null,
    column_name  text not null, -- '': not to be read
    constraint import_titles_pk primary key (organization, kind, title)
);

-- Who is the same person.
create index people_identity on people (organization, name, birth_date);
