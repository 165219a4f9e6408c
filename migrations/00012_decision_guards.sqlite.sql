-- +goose Up

-- +goose StatementBegin
create trigger award_decisions_no_update before update on award_decisions begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger award_decisions_no_delete before delete on award_decisions begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
