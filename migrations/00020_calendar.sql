-- +goose Up

-- The working days of a year, as an administrator entered them. The years that were announced
-- come with the program.
create table calendar_years (
    id               uuid        not null,
    revision         bigint      not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    year             integer     not null,
    days_off         text        not null, -- JSON: YYYY-MM-DD, in order
    make_up_workdays text        not null, -- JSON
    constraint calendar_years_pk primary key (id),
    constraint calendar_years_year_unique unique (year)
);
