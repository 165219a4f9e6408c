-- +goose Up

-- A run is never changed but for its status: a correction is another run.
create table result_runs (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    stage        uuid        not null,
    event        uuid        not null,
    number       integer     not null,
    status       text        not null,
    engine       text        not null,
    rules_hash   text        not null,
    inputs_hash  text        not null,
    digest       text        not null, -- of the placings
    body         text        not null, -- JSON: base, scale, reported ties, warnings
    computed_by  uuid,
    constraint result_runs_pk primary key (id),
    constraint result_runs_stage_fk foreign key (stage) references stages (id),
    constraint result_runs_number_unique unique (stage, number),
    constraint result_runs_status_check check (status in ('computed', 'approved', 'published', 'superseded'))
);

create table placings (
    id         uuid   not null,
    run        uuid   not null,
    piece      uuid   not null,
    position   integer not null,  -- order of the list
    rank       integer,           -- null: not ranked
    total      bigint,            -- thousandths
    scale      bigint,
    award      text   not null,   -- gold, silver, …, none
    body       text   not null,   -- JSON: criteria, keys, why not ranked
    constraint placings_pk primary key (id),
    constraint placings_run_fk foreign key (run) references result_runs (id),
    constraint placings_piece_fk foreign key (piece) references pieces (id),
    constraint placings_piece_unique unique (run, piece),
    constraint placings_position_unique unique (run, position)
);

-- What the run was computed from, so that it can be computed again.
create table run_inputs (
    run    uuid not null,
    inputs text not null, -- JSON
    constraint run_inputs_pk primary key (run),
    constraint run_inputs_run_fk foreign key (run) references result_runs (id)
);

create table publications (
    id            uuid        not null,
    revision      bigint      not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    edition       uuid        not null,
    event         uuid        not null,
    stage         uuid        not null,
    run           uuid        not null,
    version       integer     not null,
    status        text        not null,
    digest        text        not null,
    note          text        not null, -- why it supersedes the one before
    superseded_by uuid,
    constraint publications_pk primary key (id),
    constraint publications_run_fk foreign key (run) references result_runs (id),
    constraint publications_run_unique unique (run),
    constraint publications_version_unique unique (stage, version),
    constraint publications_status_check check (status in ('current', 'superseded'))
);
-- One current publication per stage, whoever publishes at the same moment.
create unique index publications_current on publications (stage) where status = 'current';

-- The published bytes, once per form (json, csv, html, page 1…) and coding.
create table snapshots (
    publication uuid not null,
    form        text not null,
    coding      text not null, -- identity, gzip
    media_type  text not null,
    etag        text not null,
    body        bytea not null,
    constraint snapshots_pk primary key (publication, form, coding),
    constraint snapshots_publication_fk foreign key (publication) references publications (id)
);
