-- +goose Up

-- A merged person keeps its row and points to the one that it turned out to be. Of an erased
-- person only the id is left, to which old entries refer.
alter table people add column merged_into uuid constraint people_merged_fk references people (id);
alter table people add column erased_at timestamptz;
-- Partial: hardly anybody was merged, and an index that holds everybody who was not tempts a
-- planner without statistics to begin with "merged_into is null".
create index people_merged on people (merged_into) where merged_into is not null;

-- What was moved from one row of a person to another, so that it can be moved back.
create table person_merges (
    id         uuid        not null,
    revision   bigint      not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    person     uuid        not null,
    duplicate  uuid        not null,
    moved      text        not null, -- JSON: ids by kind
    undone_at  timestamptz,
    constraint person_merges_pk primary key (id),
    constraint person_merges_person_fk foreign key (person) references people (id),
    constraint person_merges_duplicate_fk foreign key (duplicate) references people (id)
);
create index person_merges_person on person_merges (person, id);
