-- +goose Up

-- +goose StatementBegin
create trigger journal_no_update before update on journal begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger journal_no_delete before delete on journal begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger seals_no_update before update on seals begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger seals_no_delete before delete on seals begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger seal_tree_no_update before update on seal_tree begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger seal_tree_no_delete before delete on seal_tree begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger checkpoints_no_update before update on checkpoints begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger checkpoints_no_delete before delete on checkpoints begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
