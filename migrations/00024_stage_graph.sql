-- +goose Up

-- A stage leads to a later one of its event; one edge leads into a stage. advanced is null until
-- the organiser has confirmed who goes on.
create table stage_edges (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    from_stage uuid        not null,
    to_stage   uuid        not null,
    rules      text        not null, -- JSON
    advanced   text,                 -- JSON: entries, in the order of their rank
    reason     text        not null, -- of whoever decided a tie
    constraint stage_edges_pk primary key (id),
    constraint stage_edges_from_fk foreign key (from_stage) references stages (id),
    constraint stage_edges_to_fk foreign key (to_stage) references stages (id),
    constraint stage_edges_to_unique unique (to_stage)
);

-- Who gets a piece in a stage that an edge leads into.
create table advancements (
    stage uuid not null,
    entry uuid not null,
    constraint advancements_pk primary key (stage, entry),
    constraint advancements_stage_fk foreign key (stage) references stages (id),
    constraint advancements_entry_fk foreign key (entry) references entries (id)
);

create table approved_absences (
    stage      uuid        not null,
    entry      uuid        not null,
    reason     text        not null,
    created_at timestamptz not null,
    constraint approved_absences_pk primary key (stage, entry),
    constraint approved_absences_stage_fk foreign key (stage) references stages (id),
    constraint approved_absences_entry_fk foreign key (entry) references entries (id)
);
