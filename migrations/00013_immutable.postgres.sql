-- +goose Up

-- +goose StatementBegin
create function refuse_rewrite() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % keep what they say', tg_table_name using errcode = 'restrict_violation', constraint = 'immutable';
end $$;
-- +goose StatementEnd

-- Of a publication only its standing changes, of a run its status, of a signature whether it is
-- void. None of them goes away.
create trigger publications_no_delete before delete on publications for each row execute function refuse_rewrite();
create trigger publications_immutable before update on publications for each row
    when (row (old.id, old.created_at, old.edition, old.event, old.stage, old.run, old.version, old.digest, old.result_digest, old.note, old.row_count, old.page_count)
        is distinct from row (new.id, new.created_at, new.edition, new.event, new.stage, new.run, new.version, new.digest, new.result_digest, new.note, new.row_count, new.page_count))
    execute function refuse_rewrite();

create trigger result_runs_no_delete before delete on result_runs for each row execute function refuse_rewrite();
create trigger result_runs_immutable before update on result_runs for each row
    when (row (old.id, old.created_at, old.stage, old.event, old.number, old.engine, old.rules_hash, old.inputs_hash, old.digest, old.body, old.computed_by)
        is distinct from row (new.id, new.created_at, new.stage, new.event, new.number, new.engine, new.rules_hash, new.inputs_hash, new.digest, new.body, new.computed_by))
    execute function refuse_rewrite();

create trigger signatures_no_delete before delete on signatures for each row execute function refuse_rewrite();
create trigger signatures_immutable before update on signatures for each row
    when (old.voided_at is not null or row (old.sheet, old.round, old.account, old.role, old.digest, old.signed_at)
        is distinct from row (new.sheet, new.round, new.account, new.role, new.digest, new.signed_at))
    execute function refuse_rewrite();
