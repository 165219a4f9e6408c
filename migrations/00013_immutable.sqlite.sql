-- +goose Up

-- Of a publication only its standing changes, of a run its status, of a signature whether it is
-- void. None of them goes away.
-- +goose StatementBegin
create trigger publications_no_delete before delete on publications begin select raise(abort, 'immutable'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger publications_immutable before update on publications
when (old.id, old.created_at, old.edition, old.event, old.stage, old.run, old.version, old.digest, old.result_digest, old.note, old.row_count, old.page_count)
    is not (new.id, new.created_at, new.edition, new.event, new.stage, new.run, new.version, new.digest, new.result_digest, new.note, new.row_count, new.page_count)
begin select raise(abort, 'immutable'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger result_runs_no_delete before delete on result_runs begin select raise(abort, 'immutable'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger result_runs_immutable before update on result_runs
when (old.id, old.created_at, old.stage, old.event, old.number, old.engine, old.rules_hash, old.inputs_hash, old.digest, old.body, old.computed_by)
    is not (new.id, new.created_at, new.stage, new.event, new.number, new.engine, new.rules_hash, new.inputs_hash, new.digest, new.body, new.computed_by)
begin select raise(abort, 'immutable'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger signatures_no_delete before delete on signatures begin select raise(abort, 'immutable'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger signatures_immutable before update on signatures
when old.voided_at is not null or (old.sheet, old.round, old.account, old.role, old.digest, old.signed_at)
    is not (new.sheet, new.round, new.account, new.role, new.digest, new.signed_at)
begin select raise(abort, 'immutable'); end;
-- +goose StatementEnd
