-- +goose Up

-- What the installation knows of itself: its id, whether it holds the demo season.
create table installation (
    name  text not null,
    value text not null,
    constraint installation_pk primary key (name)
);

-- The journal: audit trail and outbox in one. Rows are only added (00002).
create table journal (
    unit          uuid        not null,
    ordinal       integer     not null,
    at            timestamptz not null,
    actor         text        not null,
    action        text        not null,
    name          text        not null,
    subject       text        not null,
    within        text        not null,
    edition       text,
    request       text        not null,
    data          text        not null,
    personal_hash text,
    constraint journal_pk primary key (unit, ordinal)
);
create index journal_subject on journal (subject, unit);
create index journal_actor on journal (actor, unit);
create index journal_edition on journal (edition, unit);

-- Personal values before and after, beside the chain: erasing a row leaves the chain whole.
create table journal_personal (
    unit       uuid    not null,
    ordinal    integer not null,
    person     text    not null,
    salt       bytea   not null,
    body       text    not null,
    constraint journal_personal_pk primary key (unit, ordinal),
    constraint journal_personal_entry_fk foreign key (unit, ordinal) references journal (unit, ordinal)
);
create index journal_personal_person on journal_personal (person);

-- Units that committed and wait for their seal.
create table unsealed (
    unit uuid not null,
    constraint unsealed_pk primary key (unit)
);

-- The chain. units holds 16 bytes a unit, in sealed order.
create table seals (
    number    bigint      not null,
    first     bigint      not null,
    facts     integer     not null,
    units     bytea       not null,
    previous  bytea       not null,
    digest    bytea       not null,
    sealed_at timestamptz not null,
    constraint seals_pk primary key (number)
);

-- The Merkle tree over the seals, in the numbering of golang.org/x/mod/sumdb/tlog.
create table seal_tree (
    position bigint not null,
    hash     bytea  not null,
    constraint seal_tree_pk primary key (position)
);

-- Signed promises; each is also written to a file outside the database.
create table checkpoints (
    seals     bigint      not null,
    facts     bigint      not null,
    note      text        not null,
    signed_at timestamptz not null,
    constraint checkpoints_pk primary key (seals)
);

-- Results of requests that may be repeated.
create table idempotency_keys (
    actor        text        not null,
    operation    text        not null,
    key          text        not null,
    request_hash bytea       not null,
    result       text,
    created_at   timestamptz not null,
    constraint idempotency_keys_pk primary key (actor, operation, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Prefix search over names, pinyin and initials, for every noun that is searched by name.
create table search_keys (
    noun    text not null,
    key     text not null,
    subject uuid not null,
    constraint search_keys_pk primary key (noun, key, subject)
);
create index search_keys_subject on search_keys (subject);

-- Identifiers that other systems use.
create table external_ids (
    noun    text not null,
    source  text not null,
    value   text not null,
    subject uuid not null,
    constraint external_ids_pk primary key (noun, source, value),
    constraint external_ids_one_per_source unique (subject, source)
);
