-- +goose Up

create table accounts (
    id                   uuid        not null,
    revision             bigint      not null,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    login                text        not null, -- lower-cased, NFC
    display_name         text        not null,
    sort_key             text        not null,
    password_hash        text        not null, -- argon2id, PHC form
    must_change_password boolean     not null,
    status               text        not null,
    organization         uuid,
    constraint accounts_pk primary key (id),
    constraint accounts_login_unique unique (login),
    constraint accounts_status_check check (status in ('active', 'disabled')),
    constraint accounts_organization_fk foreign key (organization) references organizations (id)
);
create index accounts_sort on accounts (sort_key, id);

create table grants (
    id         uuid        not null,
    account    uuid        not null,
    role       text        not null,
    on_ref     text        not null, -- id of the thing; '' is the whole installation
    from_at    timestamptz,
    until_at   timestamptz,
    created_at timestamptz not null,
    constraint grants_pk primary key (id),
    constraint grants_account_fk foreign key (account) references accounts (id),
    constraint grants_unique unique (account, role, on_ref)
);
create index grants_role on grants (role, on_ref);

create table sessions (
    id           uuid        not null,
    account      uuid        not null,
    token_hash   bytea       not null,
    client       text        not null, -- what the client calls itself
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    constraint sessions_pk primary key (id),
    constraint sessions_account_fk foreign key (account) references accounts (id),
    constraint sessions_token_unique unique (token_hash)
);
create index sessions_account on sessions (account, id);

create table service_tokens (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    name       text        not null,
    token_hash bytea       not null,
    actions    text        not null, -- JSON list
    within_ref text        not null, -- id of a thing; '' is everywhere
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint service_tokens_pk primary key (id),
    constraint service_tokens_token_unique unique (token_hash)
);

-- Failed sign-ins by login name and by network peer; it slows down, it never locks out.
create table sign_in_failures (
    subject       text        not null,
    failures      integer     not null,
    blocked_until timestamptz not null,
    constraint sign_in_failures_pk primary key (subject)
);

-- The one-time code with which the first administrator is made.
create table setup_codes (
    code_hash  bytea       not null,
    expires_at timestamptz not null,
    constraint setup_codes_pk primary key (code_hash)
);
