-- +goose Up

-- Only PostgreSQL has something to gain here.
select 1;
