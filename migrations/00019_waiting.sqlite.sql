-- +goose Up

-- SQLite cannot alter a check. To make the tables anew would empty those that refer to them,
-- so the text of the two checks is changed, as the manual of ALTER TABLE describes for changes
-- that leave the rows as they are.
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '(''draft'', ''submitted''', '(''draft'', ''waiting'', ''submitted''')
    where type = 'table' and name = 'entries';
update sqlite_schema set sql = replace(sql, '''event'', ''organization_and_event'')',
        '''event'', ''organization_and_event'', ''district'', ''district_and_event'', ''delegation'', ''delegation_and_event'')')
    where type = 'table' and name = 'quotas';
pragma writable_schema = reset;

-- Any change of the schema has every connection read it again.
create index quotas_delegation on quotas (delegation) where delegation is not null;
