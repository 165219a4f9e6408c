-- +goose Up

-- Sealing keys that nothing may be sealed with any more, not even by a process that still has
-- them. Each is taken out of the key file once nothing needs it.
create table retired_keys (
    name       text        not null,
    retired_at timestamptz not null,
    constraint retired_keys_pk primary key (name)
);
