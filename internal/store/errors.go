package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/work"
)

// broken says what a broken constraint means. PostgreSQL names the constraint; SQLite names
// the columns of a unique one ("accounts.login").
type broken struct {
	columns string
	code    fault.Code
	what    string
}

// constraints has a row for every named constraint of the migrations (a test says so),
// except primary keys of one random id and foreign keys, which follow from their ending.
var constraints = map[string]broken{
	"append_only":                    {"", fault.StillReferenced, "journal"},
	"immutable":                      {"", fault.StillReferenced, "row"},
	"external_ids_pk":                {"external_ids.noun, external_ids.source, external_ids.value", fault.AlreadyExists, "external_ids"},
	"external_ids_one_per_source":    {"external_ids.subject, external_ids.source", fault.AlreadyExists, "external_ids"},
	"organizations_kind_check":       {"", fault.LimitBroken, "kind"},
	"organizations_status_check":     {"", fault.LimitBroken, "status"},
	"majors_code_unique":             {"majors.catalogue, majors.level, majors.code", fault.AlreadyExists, "code"},
	"majors_level_check":             {"", fault.LimitBroken, "level"},
	"accounts_login_unique":          {"accounts.login", fault.AlreadyExists, "login"},
	"accounts_status_check":          {"", fault.LimitBroken, "status"},
	"grants_unique":                  {"grants.account, grants.role, grants.on_ref", fault.AlreadyExists, "role"},
	"sessions_token_unique":          {"sessions.token_hash", fault.AlreadyExists, "token"},
	"editions_number_unique":         {"editions.programme, editions.number", fault.AlreadyExists, "number"},
	"editions_status_check":          {"", fault.LimitBroken, "status"},
	"editions_window_check":          {"", fault.LimitBroken, "registration_closes_at"},
	"editions_substitution_check":    {"", fault.LimitBroken, "substitution_closes_at"},
	"editions_withdrawal_check":      {"", fault.LimitBroken, "withdrawal_closes_at"},
	"editions_hold_check":            {"", fault.LimitBroken, "hold_minutes"},
	"rule_sets_version_unique":       {"rule_sets.edition, rule_sets.version", fault.AlreadyExists, "version"},
	"rule_sets_status_check":         {"", fault.LimitBroken, "status"},
	"calendar_years_year_unique":     {"calendar_years.year", fault.AlreadyExists, "year"},
	"event_successions_pk":           {"event_successions.event, event_successions.succeeds", fault.AlreadyExists, "event"},
	"substitutions_waiting":          {"substitutions.entry, substitutions.person", fault.AlreadyExists, "substitution"},
	"substitutions_status_check":     {"", fault.LimitBroken, "status"},
	"substitutions_role_check":       {"", fault.LimitBroken, "role"},
	"events_number_unique":           {"events.edition, events.number", fault.AlreadyExists, "number"},
	"events_status_check":            {"", fault.LimitBroken, "status"},
	"events_team_check":              {"", fault.LimitBroken, "team_max"},
	"stages_position_unique":         {"stages.event, stages.position", fault.AlreadyExists, "position"},
	"stages_blind_level_check":       {"", fault.LimitBroken, "blind_level"},
	"quotas_per_check":               {"", fault.LimitBroken, "per"},
	"quotas_most_check":              {"", fault.LimitBroken, "most"},
	"quotas_unit_check":              {"", fault.LimitBroken, "unit"},
	"delegations_kind_check":         {"", fault.LimitBroken, "kind"},
	"delegation_organizations_pk":    {"delegation_organizations.delegation, delegation_organizations.organization", fault.AlreadyExists, "organization"},
	"quota_uses_used_check":          {"", fault.LimitBroken, "used"},
	"entries_status_check":           {"", fault.LimitBroken, "status"},
	"entry_members_pk":               {"entry_members.entry, entry_members.person", fault.AlreadyExists, "person"},
	"entry_members_once":             {"entry_members.event, entry_members.person", fault.PersonEntered, "person"},
	"entry_members_role_check":       {"", fault.LimitBroken, "role"},
	"identity_documents_unique":      {"identity_documents.type, identity_documents.number_hash", fault.NumberTaken, "number"},
	"identity_documents_type_check":  {"", fault.LimitBroken, "type"},
	"enrolments_dates_check":         {"", fault.EndsBeforeStart, "until_date"},
	"employments_dates_check":        {"", fault.EndsBeforeStart, "until_date"},
	"employments_kind_check":         {"", fault.LimitBroken, "kind"},
	"person_external_ids_pk":         {"person_external_ids.organization, person_external_ids.source, person_external_ids.value", fault.AlreadyExists, "external_ids"},
	"person_external_ids_once":       {"person_external_ids.person, person_external_ids.source", fault.AlreadyExists, "external_ids"},
	"guardian_relation_check":        {"", fault.LimitBroken, "relation"},
	"pieces_code_unique":             {"pieces.stage, pieces.code", fault.AlreadyExists, "code"},
	"pieces_status_check":            {"", fault.LimitBroken, "status"},
	"piece_entries_unique":           {"piece_entries.stage, piece_entries.entry", fault.AlreadyExists, "piece"},
	"marking_schemes_version_unique": {"marking_schemes.stage, marking_schemes.version", fault.AlreadyExists, "version"},
	"marking_schemes_status_check":   {"", fault.LimitBroken, "status"},
	"panels_name_unique":             {"panels.stage, panels.name", fault.AlreadyExists, "name"},
	"panel_judges_pk":                {"panel_judges.panel, panel_judges.account", fault.AlreadyExists, "judge"},
	"sub_criteria_code_unique":       {"sub_criteria.scheme, sub_criteria.code", fault.AlreadyExists, "sub_criterion"},
	"mark_sheets_unique":             {"mark_sheets.piece, mark_sheets.sub_criterion", fault.AlreadyExists, "mark_sheet"},
	"mark_sheets_status_check":       {"", fault.LimitBroken, "status"},
	"mark_sheet_open":                {"", fault.StillReferenced, "mark_sheet"},
	"result_runs_number_unique":      {"result_runs.stage, result_runs.number", fault.AlreadyExists, "number"},
	"result_runs_status_check":       {"", fault.LimitBroken, "status"},
	"placings_piece_unique":          {"placings.run, placings.piece", fault.AlreadyExists, "piece"},
	"placings_position_unique":       {"placings.run, placings.position", fault.AlreadyExists, "position"},
	"publications_run_unique":        {"publications.run", fault.AlreadyExists, "publication"},
	"publications_version_unique":    {"publications.stage, publications.version", fault.AlreadyExists, "version"},
	"publications_current":           {"publications.stage", fault.AlreadyExists, "publication"},
	"award_decisions_pk":             {"award_decisions.placing_id, award_decisions.revision", fault.RevisionStale, "award"},
	"publications_status_check":      {"", fault.LimitBroken, "status"},
	"installation_pk":                {"installation.name", fault.AlreadyExists, "installation"},
	"journal_pk":                     {"journal.unit, journal.ordinal", fault.AlreadyExists, "journal"},
	"journal_personal_pk":            {"journal_personal.unit, journal_personal.ordinal", fault.AlreadyExists, "journal"},
	"seals_pk":                       {"seals.number", fault.AlreadyExists, "seal"},
	"retired_keys_pk":                {"retired_keys.name", fault.AlreadyExists, "key"},
	"seal_tree_pk":                   {"seal_tree.position", fault.AlreadyExists, "seal"},
	"checkpoints_pk":                 {"checkpoints.seals", fault.AlreadyExists, "checkpoint"},
	"idempotency_keys_pk":            {"idempotency_keys.actor, idempotency_keys.operation, idempotency_keys.key", fault.AlreadyExists, "key"},
	"search_keys_pk":                 {"search_keys.noun, search_keys.key, search_keys.subject", fault.AlreadyExists, "search_keys"},
	"sign_in_failures_pk":            {"sign_in_failures.subject", fault.AlreadyExists, "subject"},
	"setup_codes_pk":                 {"setup_codes.code_hash", fault.AlreadyExists, "code"},
	"quota_uses_pk":                  {"quota_uses.quota, quota_uses.counted", fault.AlreadyExists, "quota"},
	"sheet_parts_pk":                 {"sheet_parts.sheet, sheet_parts.part", fault.AlreadyExists, "part"},
	"marks_pk":                       {"marks.sheet, marks.aspect, marks.part", fault.AlreadyExists, "mark"},
	"mark_revisions_pk":              {"mark_revisions.sheet, mark_revisions.aspect, mark_revisions.part, mark_revisions.revision", fault.AlreadyExists, "mark"},
	"signatures_pk":                  {"signatures.sheet, signatures.round, signatures.account", fault.AlreadyExists, "signature"},
	"snapshots_pk":                   {"snapshots.publication, snapshots.form, snapshots.coding", fault.AlreadyExists, "publication"},
	"bases_unique":                   {"bases.event, bases.organization", fault.AlreadyExists, "base"},
	"bases_position_unique":          {"bases.event, bases.position", fault.AlreadyExists, "position"},
	"bases_status_check":             {"", fault.LimitBroken, "status"},
	"base_evaluations_once":          {"base_evaluations.base, base_evaluations.account", fault.AlreadyExists, "evaluation"},
	"base_staff_function_check":      {"", fault.LimitBroken, "function"},
	"base_staff_who_check":           {"", fault.LimitBroken, "account"},
	"base_staff_dates_check":         {"", fault.LimitBroken, "until_date"},
	"squads_base_unique":             {"squads.base", fault.AlreadyExists, "squad"},
	"squads_most_check":              {"", fault.LimitBroken, "most"},
	"trainees_once":                  {"trainees.edition, trainees.person", fault.TraineeElsewhere, "person"},
	"trainees_status_check":          {"", fault.LimitBroken, "status"},
	"attendance_day_unique":          {"attendance.trainee, attendance.attended_date", fault.AlreadyExists, "day"},
	"attendance_presence_check":      {"", fault.LimitBroken, "presence"},
	"assessments_kind_check":         {"", fault.LimitBroken, "kind"},
	"stage_edges_to_unique":          {"stage_edges.to_stage", fault.AlreadyExists, "stage"},
	"advancements_pk":                {"advancements.stage, advancements.entry", fault.AlreadyExists, "entry"},
	"approved_absences_pk":           {"approved_absences.stage, approved_absences.entry", fault.AlreadyExists, "absence"},
	"operations_state_check":         {"", fault.LimitBroken, "state"},
	"imports_kind_check":             {"", fault.LimitBroken, "kind"},
	"imports_status_check":           {"", fault.LimitBroken, "status"},
	"import_rows_pk":                 {"import_rows.import, import_rows.number", fault.AlreadyExists, "row"},
	"import_rows_outcome_check":      {"", fault.LimitBroken, "outcome"},
	"import_matches_pk":              {"import_matches.import, import_matches.number, import_matches.column_name", fault.AlreadyExists, "match"},
	"import_titles_pk":               {"import_titles.organization, import_titles.kind, import_titles.title", fault.AlreadyExists, "title"},
	"service_tokens_token_unique":    {"service_tokens.token_hash", fault.AlreadyExists, "token"},
}

// byColumns finds a unique constraint by the columns that SQLite names.
var byColumns = func() map[string]string {
	m := map[string]string{}
	for name, b := range constraints {
		if b.columns != "" {
			m[b.columns] = name
		}
	}
	return m
}()

// translate is the only place that reads database errors. Faults pass through.
func translate(err error) error {
	var f *fault.Fault
	var pg *pgconn.PgError
	var lite sqlite3.ExtendedErrorCode // every error of SQLite has one; only some have a text
	switch {
	case err == nil, errors.As(err, &f):
		return err
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return fault.NotFound.New()
	case neverReached(err):
		return unavailable(err)
	case errors.As(err, &pg):
		return translatePostgres(pg, err)
	case errors.As(err, &lite):
		return translateSQLite(lite, err)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fault.RecordBusy.New().After(time.Second).Because(err)
	case lostConnection(err):
		return unavailable(err)
	}
	return err
}

func unavailable(err error) error {
	return fault.DatabaseUnavailable.New().After(2 * time.Second).Because(err)
}

func translatePostgres(pg *pgconn.PgError, err error) error {
	switch {
	case pg.ConstraintName != "":
		return brokenConstraint(pg.ConstraintName, err)
	case pg.Code == "40001", pg.Code == "40P01": // serialization failure, deadlock
		return work.Retry{Err: err}
	case pg.Code == "0A000" && pg.Routine == "RevalidateCachedQuery": // a migration changed a table: the statement is prepared anew
		return work.Retry{Err: err}
	case pg.Code == "55P03", pg.Code == "57014": // lock not available, statement timed out
		return fault.RecordBusy.New().After(time.Second).Because(err)
	case cannotServe(pg):
		return unavailable(err)
	case pg.Code == "22021", pg.Code == "22P05": // text that the database cannot hold
		return fault.InvalidText.New().Because(err)
	}
	return err
}

func translateSQLite(lite sqlite3.ExtendedErrorCode, err error) error {
	text := err.Error()
	parts := strings.Split(text, "constraint failed: ") // "sqlite3: constraint failed: UNIQUE constraint failed: accounts.login"
	tail := parts[len(parts)-1]
	switch lite {
	case sqlite3.CONSTRAINT_UNIQUE, sqlite3.CONSTRAINT_PRIMARYKEY:
		return brokenConstraint(byColumns[tail], err)
	case sqlite3.CONSTRAINT_CHECK:
		return brokenConstraint(tail, err)
	case sqlite3.CONSTRAINT_FOREIGNKEY:
		return brokenConstraint("_fk", err)
	case sqlite3.CONSTRAINT_TRIGGER:
		_, name, _ := strings.Cut(text, ": ")
		return brokenConstraint(name[strings.LastIndex(name, " ")+1:], err)
	}
	switch lite.Code() {
	case sqlite3.BUSY, sqlite3.LOCKED:
		return work.Retry{Err: err}
	case sqlite3.FULL, sqlite3.IOERR, sqlite3.CANTOPEN, sqlite3.READONLY:
		return fault.DatabaseUnavailable.New().After(5 * time.Second).Because(err)
	case sqlite3.INTERRUPT:
		return fault.RecordBusy.New().After(time.Second).Because(err)
	}
	return err
}

func brokenConstraint(name string, err error) error {
	b, known := constraints[name]
	switch {
	case known:
		return b.code.With("what", b.what).Because(err)
	case strings.HasSuffix(name, "_fk"):
		return fault.ReferenceMissing.With("what", "id").Because(err)
	}
	return fault.AlreadyExists.With("what", "id").Because(err)
}
