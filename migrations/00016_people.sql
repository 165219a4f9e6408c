-- +goose Up

-- Numbers of identity documents. The number itself is sealed under a key that is not in the
-- database (key_id names it); number_hash, a keyed digest of type and number, finds it again and
-- keeps it with one person.
create table identity_documents (
    id          uuid        not null,
    created_at  timestamptz not null,
    person      uuid        not null,
    type        text        not null,
    number_hash bytea       not null,
    key_id      text        not null,
    sealed      bytea       not null,
    constraint identity_documents_pk primary key (id),
    constraint identity_documents_person_fk foreign key (person) references people (id),
    constraint identity_documents_unique unique (type, number_hash),
    constraint identity_documents_type_check check (type in ('resident_id', 'passport', 'hong_kong_macao_permit', 'taiwan_permit', 'foreigner_permit', 'other'))
);
create index identity_documents_person on identity_documents (person, id);

create table enrolments (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    person       uuid        not null,
    organization uuid        not null,
    major        text        not null, -- JSON: catalogue, level, code; null where unknown
    years        integer,
    entry_year   integer,
    from_date    text,
    until_date   text,
    constraint enrolments_pk primary key (id),
    constraint enrolments_person_fk foreign key (person) references people (id),
    constraint enrolments_organization_fk foreign key (organization) references organizations (id),
    constraint enrolments_dates_check check (until_date >= from_date)
);
create index enrolments_person on enrolments (person, id);
create index enrolments_organization on enrolments (organization, id);

create table employments (
    id             uuid        not null,
    revision       bigint      not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    person         uuid        not null,
    organization   uuid        not null,
    title          text,
    kind           text        not null,
    dual_qualified boolean     not null,
    from_date      text,
    until_date     text,
    constraint employments_pk primary key (id),
    constraint employments_person_fk foreign key (person) references people (id),
    constraint employments_organization_fk foreign key (organization) references organizations (id),
    constraint employments_kind_check check (kind in ('full_time', 'part_time')),
    constraint employments_dates_check check (until_date >= from_date)
);
create index employments_person on employments (person, id);
create index employments_organization on employments (organization, id);

-- What an organization's other systems call its people: two schools may use one number.
create table person_external_ids (
    organization uuid not null,
    source       text not null,
    value        text not null,
    person       uuid not null,
    constraint person_external_ids_pk primary key (organization, source, value),
    constraint person_external_ids_once unique (person, source),
    constraint person_external_ids_person_fk foreign key (person) references people (id)
);

-- A guardian's consent; it counts until it is withdrawn.
create table guardian_consents (
    id           uuid        not null,
    revision     bigint      not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    person       uuid        not null,
    given_by     text        not null,
    relation     text        not null,
    given_date   text        not null,
    evidence     text        not null,
    withdrawn_at timestamptz,
    constraint guardian_consents_pk primary key (id),
    constraint guardian_consents_person_fk foreign key (person) references people (id),
    constraint guardian_relation_check check (relation in ('mother', 'father', 'other_guardian'))
);
create index guardian_consents_person on guardian_consents (person, id);
create index people_birth on people (birth_date, id);
