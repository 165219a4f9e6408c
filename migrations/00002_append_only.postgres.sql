-- +goose Up

-- +goose StatementBegin
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation', constraint = 'append_only';
end $$;
-- +goose StatementEnd

create trigger journal_append_only before update or delete on journal for each row execute function refuse_change();
create trigger seals_append_only before update or delete on seals for each row execute function refuse_change();
create trigger seal_tree_append_only before update or delete on seal_tree for each row execute function refuse_change();
create trigger checkpoints_append_only before update or delete on checkpoints for each row execute function refuse_change();
create trigger journal_no_truncate before truncate on journal for each statement execute function refuse_change();
create trigger seals_no_truncate before truncate on seals for each statement execute function refuse_change();

-- Prefix search by LIKE needs byte order, whatever the collation of the database.
create index search_keys_prefix on search_keys (noun, key text_pattern_ops);
