-- +goose Up

create trigger mark_revisions_append_only before update or delete on mark_revisions for each row execute function refuse_change();

-- A mark changes only while its sheet is open, whoever asks: the database says so too.
-- +goose StatementBegin
create function refuse_closed_sheet() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from mark_sheets s where s.id = new.sheet and s.status = 'open') then
        raise exception 'the sheet is not open' using errcode = 'restrict_violation', constraint = 'mark_sheet_open';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger marks_sheet_open before insert or update on marks for each row execute function refuse_closed_sheet();
