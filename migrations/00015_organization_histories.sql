-- +goose Up

alter table organizations add column former_names text not null default '[]'; -- JSON: name, replaced_date; oldest first
alter table organizations add column aliases text not null default '[]';      -- JSON
alter table organizations add column closed_date text;
alter table organizations add column closed_reason text;
alter table organizations add column merged_into uuid constraint organizations_merged_into_fk references organizations (id);

create table majors (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    catalogue  text        not null,
    level      text        not null,
    code       text        not null,
    name       text        not null,
    constraint majors_pk primary key (id),
    constraint majors_code_unique unique (catalogue, level, code),
    constraint majors_level_check check (level in ('secondary', 'associate', 'vocational_bachelor', 'bachelor', 'technician'))
);
create index majors_code on majors (code, id);
