-- +goose Up

create trigger award_decisions_append_only before update or delete on award_decisions for each row execute function refuse_change();
