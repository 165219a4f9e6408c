-- +goose Up

alter table entries drop constraint entries_status_check;
alter table entries add constraint entries_status_check check (status in
    ('draft', 'waiting', 'submitted', 'returned', 'approved', 'confirmed', 'checked_in', 'competed', 'absent', 'withdrawn', 'disqualified'));

alter table quotas drop constraint quotas_per_check;
alter table quotas add constraint quotas_per_check check (per in
    ('total', 'organization', 'event', 'organization_and_event', 'district', 'district_and_event', 'delegation', 'delegation_and_event'));

create index quotas_delegation on quotas (delegation) where delegation is not null;
