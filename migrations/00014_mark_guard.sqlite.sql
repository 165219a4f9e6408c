-- +goose Up

-- SQLite looks at each row: its marks are written one by one.
select 1;
