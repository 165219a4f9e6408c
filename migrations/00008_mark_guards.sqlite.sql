-- +goose Up

-- +goose StatementBegin
create trigger mark_revisions_no_update before update on mark_revisions begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger mark_revisions_no_delete before delete on mark_revisions begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd

-- A mark changes only while its sheet is open, whoever asks: the database says so too.
-- +goose StatementBegin
create trigger marks_sheet_open_insert before insert on marks
when not exists (select 1 from mark_sheets s where s.id = new.sheet and s.status = 'open')
begin select raise(abort, 'mark_sheet_open'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger marks_sheet_open_update before update on marks
when not exists (select 1 from mark_sheets s where s.id = new.sheet and s.status = 'open')
begin select raise(abort, 'mark_sheet_open'); end;
-- +goose StatementEnd
