-- +goose Up

-- +goose StatementBegin
create trigger placings_no_update before update on placings begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger placings_no_delete before delete on placings begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger run_inputs_no_update before update on run_inputs begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger run_inputs_no_delete before delete on run_inputs begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger snapshots_no_update before update on snapshots begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger snapshots_no_delete before delete on snapshots begin select raise(abort, 'append_only'); end;
-- +goose StatementEnd
