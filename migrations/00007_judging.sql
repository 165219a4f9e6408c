-- +goose Up

-- What is judged: one piece per entry and stage. Judging knows pieces only; which entry a
-- piece belongs to stands in a table of its own.
create table pieces (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    stage      uuid        not null,
    code       text        not null, -- random, with a check character
    status     text        not null,
    constraint pieces_pk primary key (id),
    constraint pieces_stage_fk foreign key (stage) references stages (id),
    constraint pieces_code_unique unique (stage, code),
    constraint pieces_status_check check (status in ('present', 'absent', 'withdrawn', 'disqualified'))
);
create table piece_entries (
    piece uuid not null,
    stage uuid not null,
    entry uuid not null,
    constraint piece_entries_pk primary key (piece),
    constraint piece_entries_piece_fk foreign key (piece) references pieces (id),
    constraint piece_entries_entry_fk foreign key (entry) references entries (id),
    constraint piece_entries_unique unique (stage, entry)
);

create table marking_schemes (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    stage      uuid        not null,
    version    integer     not null,
    status     text        not null,
    title      text        not null,
    criteria   text        not null, -- JSON: letter, name
    sections   text        not null, -- JSON: WSOS section → weight
    constraint marking_schemes_pk primary key (id),
    constraint marking_schemes_stage_fk foreign key (stage) references stages (id),
    constraint marking_schemes_version_unique unique (stage, version),
    constraint marking_schemes_status_check check (status in ('draft', 'validated', 'locked', 'superseded'))
);

create table panels (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    stage      uuid        not null,
    name       text        not null,
    constraint panels_pk primary key (id),
    constraint panels_stage_fk foreign key (stage) references stages (id),
    constraint panels_name_unique unique (stage, name)
);
create table panel_judges (
    panel   uuid not null,
    account uuid not null,
    constraint panel_judges_pk primary key (panel, account),
    constraint panel_judges_panel_fk foreign key (panel) references panels (id),
    constraint panel_judges_account_fk foreign key (account) references accounts (id)
);

create table sub_criteria (
    id        uuid    not null,
    scheme    uuid    not null,
    criterion text    not null, -- letter
    code      text    not null, -- E1
    name      text    not null,
    day       integer,
    position  integer not null,
    panel     uuid,
    constraint sub_criteria_pk primary key (id),
    constraint sub_criteria_scheme_fk foreign key (scheme) references marking_schemes (id) on delete cascade,
    constraint sub_criteria_panel_fk foreign key (panel) references panels (id),
    constraint sub_criteria_code_unique unique (scheme, code)
);

create table aspects (
    id            uuid    not null,
    scheme        uuid    not null,
    sub_criterion uuid    not null,
    position      integer not null,
    description   text    not null,
    detail        text    not null, -- extra description and requirement
    section       text    not null, -- WSOS
    definition    text    not null, -- JSON: scoring.Aspect
    constraint aspects_pk primary key (id),
    constraint aspects_sub_criterion_fk foreign key (sub_criterion) references sub_criteria (id) on delete cascade
);
create index aspects_scheme on aspects (scheme, sub_criterion, position);

-- One piece × one sub-criterion. Parts: one per panel judge (part = the account), and one
-- for what the panel records together (part = the panel).
create table mark_sheets (
    id            uuid        not null,
    revision      bigint      not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    stage         uuid        not null,
    piece         uuid        not null,
    scheme        uuid        not null,
    sub_criterion uuid        not null,
    panel         uuid        not null,
    status        text        not null,
    reason        text,                 -- why it was reopened
    round         integer     not null, -- counts the reopenings
    held          text        not null, -- JSON: aspects that have to be scored again
    constraint mark_sheets_pk primary key (id),
    constraint mark_sheets_stage_fk foreign key (stage) references stages (id),
    constraint mark_sheets_piece_fk foreign key (piece) references pieces (id),
    constraint mark_sheets_sub_criterion_fk foreign key (sub_criterion) references sub_criteria (id),
    constraint mark_sheets_panel_fk foreign key (panel) references panels (id),
    constraint mark_sheets_unique unique (piece, sub_criterion),
    constraint mark_sheets_status_check check (status in ('open', 'submitted', 'signed', 'locked'))
);
create index mark_sheets_stage on mark_sheets (stage, status, id);
create index mark_sheets_panel on mark_sheets (panel, id);

create table sheet_parts (
    sheet        uuid        not null,
    part         uuid        not null,
    submitted_at timestamptz,
    submitted_by uuid,
    constraint sheet_parts_pk primary key (sheet, part),
    constraint sheet_parts_sheet_fk foreign key (sheet) references mark_sheets (id)
);

-- The current mark of each cell, and every revision that it ever had.
create table marks (
    sheet      uuid        not null,
    aspect     uuid        not null,
    part       uuid        not null,
    revision   bigint      not null,
    observed   text        not null, -- JSON: scoring.Observed
    reason     text        not null,
    author     uuid        not null,
    entered_at timestamptz not null,
    constraint marks_pk primary key (sheet, aspect, part)
);
create table mark_revisions (
    sheet      uuid        not null,
    aspect     uuid        not null,
    part       uuid        not null,
    revision   bigint      not null,
    observed   text        not null,
    reason     text        not null,
    author     uuid        not null,
    entered_at timestamptz not null,
    constraint mark_revisions_pk primary key (sheet, aspect, part, revision)
);

create table signatures (
    sheet      uuid        not null,
    round      integer     not null,  -- counts the reopenings
    account    uuid        not null,
    role       text        not null,
    digest     text        not null,  -- of the sheet's marks as they were signed
    signed_at  timestamptz not null,
    voided_at  timestamptz,
    constraint signatures_pk primary key (sheet, round, account),
    constraint signatures_sheet_fk foreign key (sheet) references mark_sheets (id)
);
