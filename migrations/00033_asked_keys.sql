-- +goose Up

-- What was asked about when a result was kept: whoever may not do that any more is not answered with
-- it. Of results that were kept before nothing is known.
alter table idempotency_keys add column action text not null default '';
alter table idempotency_keys add column within text not null default '';
