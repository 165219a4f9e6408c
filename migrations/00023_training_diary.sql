-- +goose Up

create table training_log (
    id         uuid        not null,
    created_at timestamptz not null,
    squad      uuid        not null,
    log_date   text        not null,
    body       text        not null,
    account    uuid,                 -- null: a program
    constraint training_log_pk primary key (id),
    constraint training_log_squad_fk foreign key (squad) references squads (id),
    constraint training_log_account_fk foreign key (account) references accounts (id)
);
create index training_log_squad on training_log (squad, id);

create table attendance (
    id            uuid        not null,
    updated_at    timestamptz not null,
    squad         uuid        not null,
    trainee       uuid        not null,
    attended_date text        not null,
    presence      text        not null,
    constraint attendance_pk primary key (id),
    constraint attendance_squad_fk foreign key (squad) references squads (id),
    constraint attendance_trainee_fk foreign key (trainee) references trainees (id),
    constraint attendance_day_unique unique (trainee, attended_date),
    constraint attendance_presence_check check (presence in ('present', 'late', 'excused', 'absent'))
);
create index attendance_squad on attendance (squad, id);

create table assessments (
    id         uuid        not null,
    created_at timestamptz not null,
    squad      uuid        not null,
    kind       text        not null,
    name       text        not null,
    held_date  text        not null,
    results    text        not null, -- JSON: trainee, points
    account    uuid,                 -- null: a program
    constraint assessments_pk primary key (id),
    constraint assessments_squad_fk foreign key (squad) references squads (id),
    constraint assessments_account_fk foreign key (account) references accounts (id),
    constraint assessments_kind_check check (kind in ('mock', 'official'))
);
create index assessments_squad on assessments (squad, id);
