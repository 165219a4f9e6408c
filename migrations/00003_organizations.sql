-- +goose Up

create table organizations (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    name       text        not null, -- JSON: language tag → text
    sort_key   text        not null,
    kind       text        not null,
    district   text,                 -- GB/T 2260 code
    status     text        not null,
    constraint organizations_pk primary key (id),
    constraint organizations_kind_check check (kind in ('school', 'higher_education', 'technician_college', 'commission', 'district_authority', 'company', 'industry_body', 'guest')),
    constraint organizations_status_check check (status in ('active', 'closed'))
);
create index organizations_sort on organizations (sort_key, id);
