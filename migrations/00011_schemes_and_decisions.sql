-- +goose Up

-- A guest's piece is not official: it is attached at coding, so that results need not look
-- behind the code.
alter table pieces add column official boolean not null default true;

-- Marked by deduction: what the sub-criterion starts with, thousandths.
alter table sub_criteria add column starts bigint;

-- What a form shows beside the description, each apart so that an export gives it back.
alter table aspects drop column detail;
alter table aspects add column extra text not null default '';
alter table aspects add column requirement text not null default '';
alter table aspects add column heading text not null default '';
alter table aspects add column descriptors text not null default '[]'; -- JSON: of the scores 0 to 3

-- Marks are taken only while the edition runs: the statement that writes one asks.
alter table mark_sheets add column edition uuid;
update mark_sheets set edition = (select e.edition from events e join stages t on t.event = e.id where t.id = mark_sheets.stage);

alter table placings add column standing text not null default 'ranked';

-- Awards that were decided otherwise than proposed. The newest counts; revision 1 is the
-- proposal.
create table award_decisions (
    placing_id uuid        not null, -- "placing" is a word of SQL
    revision   bigint      not null,
    award      text        not null,
    reason     text        not null,
    decided_by uuid        not null,
    decided_at timestamptz not null,
    constraint award_decisions_pk primary key (placing_id, revision),
    constraint award_decisions_placing_fk foreign key (placing_id) references placings (id),
    constraint award_decisions_decided_by_fk foreign key (decided_by) references accounts (id)
);

-- What anyone may ask of a publication without opening its bytes.
alter table publications add column result_digest text not null default '';
alter table publications add column row_count integer not null default 0;
alter table publications add column page_count integer not null default 0;
create index publications_event on publications (event, status);
create index publications_edition on publications (edition, id);
