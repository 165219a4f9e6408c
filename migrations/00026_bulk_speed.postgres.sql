-- +goose Up

-- Keys are looked up by their beginning and never shown in order: in byte order one index does
-- what took two.
drop index search_keys_prefix;
alter table search_keys alter column key type text collate "C";

-- A row is changed once, when it is committed: room on its page keeps it out of the indexes.
alter table import_rows set (fillfactor = 50);
