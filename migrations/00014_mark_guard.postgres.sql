-- +goose Up

-- The guard of 00008 looked at the sheet once for every mark of a batch; now once for all of them.
drop trigger marks_sheet_open on marks;
-- +goose StatementBegin
create or replace function refuse_closed_sheet() returns trigger language plpgsql as $$
begin
    if exists (select 1 from changed c where not exists (select 1 from mark_sheets s where s.id = c.sheet and s.status = 'open')) then
        raise exception 'the sheet is not open' using errcode = 'restrict_violation', constraint = 'mark_sheet_open';
    end if;
    return null;
end $$;
-- +goose StatementEnd
create trigger marks_sheet_open_insert after insert on marks referencing new table as changed for each statement execute function refuse_closed_sheet();
create trigger marks_sheet_open_update after update on marks referencing new table as changed for each statement execute function refuse_closed_sheet();
