-- +goose Up

create trigger placings_append_only before update or delete on placings for each row execute function refuse_change();
create trigger run_inputs_append_only before update or delete on run_inputs for each row execute function refuse_change();
create trigger snapshots_append_only before update or delete on snapshots for each row execute function refuse_change();
