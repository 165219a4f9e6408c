package fault

// Code is stable: client programs react to it.
type Code string

// Entry is one row of the catalogue. Sentences name their parameters as {name}.
type Entry struct {
	Kind    Kind
	Chinese string
	English string
}

// The codes that every operation can answer.
const (
	InternalError         Code = "internal_error"
	NotFound              Code = "not_found"
	MethodNotAllowed      Code = "method_not_allowed"
	RepresentationMissing Code = "not_acceptable"
	InvalidRequest        Code = "invalid_request"
	InvalidValue          Code = "invalid_value"
	MissingValue          Code = "missing_value"
	UnknownField          Code = "unknown_field"
	UnknownParameter      Code = "unknown_parameter"
	InvalidText           Code = "invalid_text"
	DuplicateField        Code = "duplicate_field"
	InvalidCursor         Code = "invalid_cursor"
	BodyTooLarge          Code = "body_too_large"
	UnsupportedMediaType  Code = "unsupported_media_type"
	TokenMissing          Code = "token_missing"
	TokenInvalid          Code = "token_invalid"
	ActionForbidden       Code = "action_forbidden"
	PreconditionRequired  Code = "precondition_required"
	RevisionStale         Code = "revision_stale"
	KeyRequired           Code = "idempotency_key_required"
	KeyReused             Code = "idempotency_key_reused"
	KeyInFlight           Code = "idempotency_key_in_flight"
	AlreadyExists         Code = "already_exists"
	ReferenceMissing      Code = "reference_missing"
	StillReferenced       Code = "still_referenced"
	LimitBroken           Code = "limit_broken"
	RateLimited           Code = "rate_limited"
	Overloaded            Code = "overloaded"
	DatabaseUnavailable   Code = "database_unavailable"
	RecordBusy            Code = "record_busy"
	ClocksApart           Code = "clocks_apart"
	SealingKeyRetired     Code = "sealing_key_retired"
)

// The codes of access and accounts.
const (
	PasswordChangeRequired Code = "password_change_required"
	CredentialsWrong       Code = "credentials_wrong"
	PasswordWrong          Code = "password_wrong"
	PasswordIsLogin        Code = "password_is_login"
	PasswordUnchanged      Code = "password_unchanged"
	LastAdministrator      Code = "last_administrator"
	GrantToSelf            Code = "grant_to_self"
	GrantAboveOwn          Code = "grant_above_own"
	GrantWrongKind         Code = "grant_wrong_kind"
	ActionNotListable      Code = "action_not_listable"
	SetupCodeWrong         Code = "setup_code_wrong"
	SetupDone              Code = "setup_done"
)

// The codes of programmes.
const (
	EditionTransition  Code = "edition_transition_not_allowed"
	EditionNotOpen     Code = "edition_not_open"
	WindowClosed       Code = "window_closed"
	LocalTimeMissing   Code = "local_time_missing"
	LocalTimeTwice     Code = "local_time_ambiguous"
	ReasonRequired     Code = "reason_required"
	EditionInvalid     Code = "edition_invalid"
	EditionCannotOpen  Code = "edition_cannot_open"
	EditionNotDraft    Code = "edition_not_draft"
	EditionFinished    Code = "edition_finished"
	TimeZoneUnknown    Code = "time_zone_unknown"
	EndsBeforeStart    Code = "ends_before_start"
	RuleSetMissing     Code = "rule_set_missing"
	RuleSetIsFrozen    Code = "rule_set_frozen"
	RulesInvalid       Code = "rules_invalid"
	EventMissing       Code = "event_missing"
	TeamSizeInvalid    Code = "team_size_invalid"
	TooFewJudges       Code = "too_few_judges"
	MedalsNeedScale    Code = "medals_need_scale"
	SharesAboveAll     Code = "shares_above_all"
	StartsDateMissing  Code = "starts_date_missing"
	NoInstructors      Code = "no_instructors"
	NothingIsWon       Code = "nothing_is_won"
	AwardBarsAlready   Code = "award_bars_already"
	EditionCannotStart Code = "edition_cannot_start"
	EventBelowMinimum  Code = "event_below_minimum"
)

// The codes of organizations, majors and lists that are entered at once.
const (
	CodeRounded        Code = "code_rounded"
	CodesDisagree      Code = "codes_disagree"
	DateInFuture       Code = "date_in_future"
	DivisionUnknown    Code = "division_unknown"
	OrganizationActive Code = "organization_active"
	OrganizationMerged Code = "organization_merged"
	MajorAmbiguous     Code = "major_ambiguous"
	BatchRefused       Code = "batch_refused"
)

// The codes of people and registration.
const (
	OrganizationClosed  Code = "organization_closed"
	BirthDateImpossible Code = "birth_date_impossible"
	QuotaExhausted      Code = "quota_exhausted"
	QuotaBelowUse       Code = "quota_below_use"
	EntryTransition     Code = "entry_transition_not_allowed"
	EntryNotEditable    Code = "entry_not_editable"
	EntryNotEligible    Code = "entry_not_eligible"
	EventCancelled      Code = "event_cancelled"
	EventDeferred       Code = "event_deferred"
	EditionOver         Code = "edition_over"
	TeamSizeWrong       Code = "team_size_wrong"
	TooManyReserves     Code = "too_many_reserves"
	TooManyInstructors  Code = "too_many_instructors"
	MemberTooOld        Code = "member_too_old"
	MemberOfAnother     Code = "member_of_other_organization"
	MemberListedTwice   Code = "member_listed_twice"
	CompetesElsewhere   Code = "person_competes_elsewhere"
	PersonEntered       Code = "person_already_entered"
	DelegationAmbiguous Code = "delegation_ambiguous"
	DelegationInUse     Code = "delegation_in_use"
	HoldsNotOffered     Code = "holds_not_offered"
	EntryHeld           Code = "entry_held"
	EntryNotHeld        Code = "entry_not_held"
)

// The codes of people: documents, consents, merges, erasure.
const (
	NumberInvalid    Code = "identity_number_invalid"
	NumberTaken      Code = "identity_document_taken"
	NumbersDisagree  Code = "numbers_disagree"
	NumberUnreadable Code = "identity_number_unreadable"
	ConsentMissing   Code = "guardian_consent_missing"
	ConsentWithdrawn Code = "guardian_consent_withdrawn"
	PersonMerged     Code = "person_merged"
	MergeRefused     Code = "merge_refused"
	MergeUndone      Code = "merge_undone"
	SamePerson       Code = "same_person"
	BothInEvent      Code = "both_in_event"
	BothInEdition    Code = "both_in_edition"
	PersonInUse      Code = "person_in_use"
	EntryStillLive   Code = "entry_still_live"
	BothInSquads     Code = "both_in_squads"
	TraineeStillLive Code = "trainee_still_live"
)

// The codes of eligibility and substitutions.
const (
	InstructorOfAnother    Code = "instructor_of_other_organization"
	InstructsTooMany       Code = "instructs_too_many"
	EnrolmentUnknown       Code = "enrolment_unknown"
	MemberOfOtherGroup     Code = "member_of_other_group"
	TooFewDualQualified    Code = "too_few_dual_qualified"
	WonBefore              Code = "won_before"
	SchoolWonBefore        Code = "school_won_before"
	CourseMissing          Code = "course_missing"
	TeamKeepsTooMany       Code = "team_keeps_too_many"
	TeamAddsTooFew         Code = "team_adds_too_few"
	MemberTooYoung         Code = "member_too_young"
	NothingToOverride      Code = "nothing_to_override"
	MemberMissing          Code = "member_missing"
	EntryNotSubstitutable  Code = "entry_not_substitutable"
	EventStarted           Code = "event_started"
	SubstitutionTooLate    Code = "substitution_too_late"
	SubstitutionDecided    Code = "substitution_decided"
	SubstitutionOwnRequest Code = "substitution_own_request"
)

// The codes of the calendar.
const (
	CalendarMissing  Code = "calendar_missing"
	CalendarInvalid  Code = "calendar_invalid"
	DayOutsideYear   Code = "day_outside_year"
	MakeUpNotWeekend Code = "make_up_not_weekend"
)

// The codes of training bases.
const (
	BaseTransition      Code = "base_transition_not_allowed"
	BaseNotEvaluated    Code = "base_not_evaluated"
	BaseNotInspected    Code = "base_not_inspected"
	BaseNotRecognised   Code = "base_not_recognised"
	BaseOrderIncomplete Code = "base_order_incomplete"
	EvaluatorConflict   Code = "evaluator_conflict"
	AssignmentOverlaps  Code = "assignment_overlaps"
	SquadFull           Code = "squad_full"
	SeedNotEarlier      Code = "seed_not_earlier"
	PlanInvalid         Code = "plan_invalid"
	PlanOverlaps        Code = "plan_overlaps"
	PlanKeepsMore       Code = "plan_keeps_more"
	PlanStageTwice      Code = "plan_stage_twice"
	TraineeTransition   Code = "trainee_transition_not_allowed"
	TraineeNotEligible  Code = "trainee_not_eligible"
	TraineeElsewhere    Code = "trainee_elsewhere"
	TraineeNotAdvanced  Code = "trainee_not_advanced"
	AttendanceRefused   Code = "attendance_refused"
	DateAhead           Code = "date_ahead"
)

// The codes of judging: sheets and marks.
const (
	SheetNotOpen      Code = "sheet_not_open"
	SheetTransition   Code = "sheet_transition_not_allowed"
	SheetHasBlanks    Code = "sheet_has_blanks"
	AspectBlank       Code = "aspect_blank"
	PartMissing       Code = "part_missing"
	PartSubmitted     Code = "part_submitted"
	ObservedRefused   Code = "observed_refused"
	ObservedUnclear   Code = "observed_unclear"
	DeductionReason   Code = "deduction_reason_required"
	MarksRefused      Code = "marks_refused"
	EditionNotRunning Code = "edition_not_running"
	SchemeNotLocked   Code = "scheme_not_locked"
	NoPieces          Code = "no_pieces"
)

// The codes of judging: pieces, schemes, panels.
const (
	SchemeNotEditable    Code = "scheme_not_editable"
	SchemeTransition     Code = "scheme_transition_not_allowed"
	SchemeInvalid        Code = "scheme_invalid"
	SchemeEmpty          Code = "scheme_empty"
	SchemeTotalWrong     Code = "scheme_total_wrong"
	SchemeImportRefused  Code = "scheme_import_refused"
	ImportProblem        Code = "import_problem"
	AspectInvalid        Code = "aspect_invalid"
	PanelSizeWrong       Code = "panel_size_wrong"
	StartMissing         Code = "start_missing"
	CodeOfOtherCriterion Code = "code_of_other_criterion"
	TieBreakUnknown      Code = "tie_break_unknown"
	SectionVaries        Code = "section_varies"
	SectionUnknown       Code = "section_unknown"
	StageHasSheets       Code = "stage_has_sheets"
	PanelHasSheets       Code = "panel_has_sheets"
	AssignmentsInvalid   Code = "assignments_invalid"
	PanelsMissing        Code = "panels_missing"
	NobodyMarks          Code = "nobody_marks"
	PanelNotComplete     Code = "panel_not_complete"
)

// The codes of advancement.
const (
	EdgeBackward     Code = "edge_backward"
	EdgeConfirmed    Code = "edge_confirmed"
	WeightsWrong     Code = "weights_wrong"
	StageHasPieces   Code = "stage_has_pieces"
	StageNotComputed Code = "stage_not_computed"
	ChoiceWrong      Code = "choice_wrong"
)

// The codes of results.
const (
	ResultsIncomplete  Code = "results_incomplete"
	EntryWithoutPiece  Code = "entry_without_piece"
	SheetsMissing      Code = "sheets_missing"
	SheetNotLocked     Code = "sheet_not_locked"
	NothingToRank      Code = "nothing_to_rank"
	ScaleUndefined     Code = "scale_undefined"
	ScaleNeedsRounding Code = "scale_needs_rounding"
	RunNotCurrent      Code = "run_not_current"
	InputsChanged      Code = "inputs_changed"
	TieUndecided       Code = "tie_undecided"
	NoteRequired       Code = "note_required"
	PlacingUnranked    Code = "placing_unranked"
	AwardUnknown       Code = "award_unknown"
)

// The codes of tables, imports and operations.
const (
	TableUnreadable   Code = "table_unreadable"
	TableEmpty        Code = "table_empty"
	TableHasFormulas  Code = "table_has_formulas"
	TableTooLarge     Code = "table_too_large"
	ColumnUnknown     Code = "column_unknown"
	ColumnTwice       Code = "column_twice"
	ColumnMissing     Code = "column_missing"
	TextTooLong       Code = "text_too_long"
	ChoiceUnknown     Code = "choice_unknown"
	DateUnclear       Code = "date_unclear"
	DigitsLost        Code = "digits_lost"
	RowRepeated       Code = "row_repeated"
	GroupRefused      Code = "group_refused"
	SeveralMatch      Code = "several_match"
	CandidateUnknown  Code = "candidate_unknown"
	HeaderUnclear     Code = "header_unclear"
	ImportHasProblems Code = "import_has_problems"
	ImportNotChecked  Code = "import_not_checked"
	RowRefused        Code = "row_refused"
	OperationEnded    Code = "operation_ended"
)

// Catalogue is closed: every answer that is not a success carries one of these codes.
// scripts/generate copies the codes into openapi.yaml.
var Catalogue = map[Code]Entry{
	InternalError:         {Internal, "系统内部错误，已记录。", "Something went wrong on our side; it has been recorded."},
	NotFound:              {Missing, "找不到该对象，或您无权查看。", "There is no such thing, or it is not yours to see."},
	MethodNotAllowed:      {NotAllowed, "该地址不支持此方法。", "This address does not answer that method."},
	RepresentationMissing: {NotAcceptable, "无法提供所要求的格式。", "None of the accepted representations can be given."},
	InvalidRequest:        {Malformed, "请求不符合接口约定，详见 errors。", "The request is not what the contract says; see errors."},
	InvalidValue:          {Malformed, "取值不符合约定。", "The value is not what the contract allows."},
	MissingValue:          {Malformed, "缺少必填项。", "A required value is missing."},
	UnknownField:          {Malformed, "约定中没有该字段。", "The contract has no such field."},
	UnknownParameter:      {Malformed, "约定中没有该参数。", "The contract has no such parameter."},
	InvalidText:           {Malformed, "文本含有不可用的字符或编码。", "The text holds characters or bytes that cannot be used."},
	DuplicateField:        {Malformed, "同一字段出现了两次。", "A field is given twice."},
	InvalidCursor:         {Malformed, "游标无效，或不属于此筛选与排序。", "The cursor is not valid, or belongs to another filter or order."},
	BodyTooLarge:          {TooLarge, "请求内容超过 {limit} 字节。", "The body is larger than {limit} bytes."},
	UnsupportedMediaType:  {UnsupportedType, "不支持的内容类型；请使用 {expected}。", "The media type is not supported; send {expected}."},
	TokenMissing:          {Unauthenticated, "请先登录：需要 Authorization: Bearer 令牌。", "Sign in first: an Authorization: Bearer token is needed."},
	TokenInvalid:          {Unauthenticated, "令牌无效、已过期或已撤销。", "The token is unknown, expired or revoked."},
	ActionForbidden:       {Forbidden, "您的角色不允许此操作（{action}）。", "Your roles do not allow this ({action})."},
	PreconditionRequired:  {Unconditional, "此操作需要 {header} 请求头，取值为最近读到的 ETag。", "This operation needs the header {header} with the ETag last read."},
	RevisionStale:         {Stale, "该对象已被他人修改，请查看 current 后重试。", "Somebody changed this in the meantime; look at current and try again."},
	KeyRequired:           {Malformed, "此操作需要 Idempotency-Key 请求头。", "This operation needs the header Idempotency-Key."},
	KeyReused:             {Unprocessable, "该 Idempotency-Key 已用于另一个请求。", "This Idempotency-Key was used for another request."},
	KeyInFlight:           {Conflict, "使用同一 Idempotency-Key 的请求正在处理。", "A request with this Idempotency-Key is being worked on."},
	AlreadyExists:         {Conflict, "已存在相同的 {what}。", "There is already one with the same {what}."},
	ReferenceMissing:      {Unprocessable, "引用的 {what} 不存在。", "The {what} that this refers to does not exist."},
	StillReferenced:       {Conflict, "仍被其他数据引用，不能删除。", "Other things still refer to this; it cannot be removed."},
	LimitBroken:           {Unprocessable, "取值超出允许范围（{what}）。", "A value lies outside what is allowed ({what})."},
	RateLimited:           {Throttled, "请求过于频繁，请稍后再试。", "Too many requests; try again later."},
	Overloaded:            {Unavailable, "系统繁忙，请稍后再试。", "The system is busy; try again in a moment."},
	DatabaseUnavailable:   {Unavailable, "数据库暂时不可用，请稍后再试。", "The database is not available; try again in a moment."},
	RecordBusy:            {Unavailable, "该数据正被他人占用，请稍后再试。", "Somebody else is changing this; try again in a moment."},
	ClocksApart:           {Unavailable, "本机时钟与数据库时钟相差 {offset_ms} 毫秒。", "This machine's clock is {offset_ms} ms apart from the database's."},
	SealingKeyRetired:     {Unavailable, "本服务器仍在使用已停用的密钥，须重新启动。", "This server still seals with a key that was retired; it has to be started again."},

	PasswordChangeRequired: {Forbidden, "请先修改密码（PUT /v1/me/password）。", "Change your password first (PUT /v1/me/password)."},
	CredentialsWrong:       {Unauthenticated, "登录名或密码不正确，或账号已停用。", "The login or the password is wrong, or the account is disabled."},
	PasswordWrong:          {Unprocessable, "当前密码不正确。", "The current password is wrong."},
	PasswordIsLogin:        {Unprocessable, "密码不能与登录名相同。", "The password must not be the login."},
	PasswordUnchanged:      {Unprocessable, "新密码不能与当前密码相同。", "The new password must not be the current one."},
	LastAdministrator:      {Conflict, "这是最后一位长期有效的管理员，不能停用或撤销。", "This is the last administrator without an end; somebody has to remain."},
	GrantToSelf:            {Forbidden, "不能给自己授权。", "Nobody gives a role to themselves."},
	GrantAboveOwn:          {Forbidden, "您无权授予或撤销该角色（{role}）。", "Giving or taking this role ({role}) is above your own."},
	GrantWrongKind:         {Unprocessable, "该角色（{role}）不能授予在此类对象上。", "This role ({role}) cannot be given on such a thing."},
	ActionNotListable:      {Unprocessable, "服务令牌不能包含这些操作：{actions}。", "A service token cannot list these actions: {actions}."},
	SetupCodeWrong:         {Forbidden, "初始化码不正确或已过期。", "The setup code is wrong or has expired."},
	SetupDone:              {Conflict, "系统已有管理员，不能再次初始化。", "There is an administrator already; setting up is done."},

	EditionTransition:  {Conflict, "届次状态为 {status}，不能变为 {to}；允许：{allowed}。", "The edition is {status} and cannot become {to}; allowed: {allowed}."},
	EditionNotOpen:     {Conflict, "届次状态为 {status}，不接受报名。", "The edition is {status} and takes no entries."},
	WindowClosed:       {Conflict, "不在时间窗口（{window}）内：{opens_local} 至 {closes_local}（{time_zone}）。", "Outside the {window} window: {opens_local} to {closes_local} ({time_zone})."},
	LocalTimeMissing:   {Unprocessable, "时区 {time_zone} 没有当地时间 {local}（时钟拨快）；请写明时差。", "The clocks of {time_zone} skip {local}; give the offset."},
	LocalTimeTwice:     {Unprocessable, "时区 {time_zone} 的当地时间 {local} 出现两次（时钟拨慢）；请写明时差。", "The clocks of {time_zone} show {local} twice; give the offset."},
	EditionInvalid:     {Unprocessable, "届次信息有误，详见 errors。", "The edition is not consistent; see errors."},
	EditionCannotOpen:  {Unprocessable, "尚不能开放报名，详见 errors。", "The edition cannot open yet; see errors for all that is missing."},
	EditionNotDraft:    {Conflict, "届次状态为 {status}，此项已冻结。", "The edition is {status}; this is frozen."},
	EditionFinished:    {Conflict, "届次已 {status}，不能再修改。", "The edition is {status} and does not change any more."},
	TimeZoneUnknown:    {Unprocessable, "未知的时区：{time_zone}。", "There is no time zone {time_zone}."},
	EndsBeforeStart:    {Unprocessable, "结束早于开始。", "It ends before it starts."},
	RuleSetMissing:     {Unprocessable, "届次尚无规则。", "The edition has no rule set."},
	RuleSetIsFrozen:    {Conflict, "规则第 {version} 版已冻结。", "Version {version} of the rules is frozen."},
	RulesInvalid:       {Unprocessable, "规则自相矛盾，详见 errors。", "The rules do not fit together; see errors."},
	EventMissing:       {Unprocessable, "届次尚无赛项。", "The edition has no event."},
	TeamSizeInvalid:    {Unprocessable, "最少人数 {team_min} 大于最多人数 {team_max}。", "The smallest team ({team_min}) is larger than the largest ({team_max})."},
	TooFewJudges:       {Unprocessable, "{judges} 名裁判去掉 {dropped} 个分数后没有剩余。", "Of {judges} judges' scores {dropped} are dropped: none is left."},
	MedalsNeedScale:    {Unprocessable, "奖牌需要标准分（700 或 500 分制）。", "Medals are given on a scale: choose worldskills_700 or worldskills_500."},
	SharesAboveAll:     {Unprocessable, "各等奖比例之和为 {sum}%，超过 100%。", "The shares of all prizes sum to {sum} %, more than 100 %."},
	StartsDateMissing:  {Unprocessable, "规则以开赛日期计算（替换期限或最低年龄），届次尚无开赛日期（starts_date）。", "The rules count from the first day (a deadline, or the least age): the edition has no starts_date."},
	NoInstructors:      {Unprocessable, "规则不设指导教师，却限定了指导教师。", "The rules limit instructors, of whom an entry has none."},
	NothingIsWon:       {Unprocessable, "规则不设奖项，却限制曾获奖者。", "The rules bar who won before, and award nothing."},
	AwardBarsAlready:   {Unprocessable, "奖项 {awards} 的获得者已被 past_prizes 禁止参赛，其团队无从重组。", "Who won {awards} is barred by past_prizes already: no team keeps anybody."},
	EditionCannotStart: {Conflict, "尚不能开赛，详见 errors。", "The edition cannot start yet; see errors for all that is in the way."},
	EventBelowMinimum:  {Conflict, "赛项 {number} 只有 {have} 个报名，少于规则要求的 {minimum} 个：请缓办（deferred）或取消。", "Event {number} has {have} entries, fewer than the {minimum} that the rules want: defer or cancel it."},
	ReasonRequired:     {Unprocessable, "请填写理由。", "A reason is required."},

	// organizations, majors, lists that are entered at once
	CodeRounded:        {Unprocessable, "编码 {code} 已被表格软件四舍五入，请按文本重新填写。", "A spreadsheet has rounded the code {code}; enter it as text."},
	CodesDisagree:      {Unprocessable, "这些编码属于不同的机构。", "These codes belong to different organizations."},
	DateInFuture:       {Unprocessable, "日期 {date} 晚于今天。", "The date {date} lies after today."},
	DivisionUnknown:    {Unprocessable, "没有代码为 {code} 的行政区划。", "There is no division with the code {code}."},
	OrganizationActive: {Conflict, "该机构未停用。", "The organization is active."},
	OrganizationMerged: {Conflict, "该机构已并入另一机构。", "The organization is merged into another one already."},
	MajorAmbiguous:     {Unprocessable, "仅凭专业代码无法确定专业，请同时给出目录版本。", "A code alone does not say which major is meant; give the version of the catalogue as well."},
	BatchRefused:       {Unprocessable, "未保存任何一项，详见 errors。", "Nothing was kept; see errors."},

	// people and registration
	OrganizationClosed:  {Conflict, "该机构已停用，不接受新的人员和报名。", "The organization is closed and takes no new people or entries."},
	BirthDateImpossible: {Unprocessable, "出生日期应在 {from} 与 {until} 之间。", "A birth date lies between {from} and {until}."},
	QuotaExhausted:      {Conflict, "名额已满（{quota}）：上限 {most}，已用 {used}，需要 {needs}。", "No place is left ({quota}): at most {most}, {used} taken, {needs} needed."},
	QuotaBelowUse:       {Conflict, "上限 {most} 低于已占用的 {used} 个名额。", "At most {most} would be below the {used} places that are taken."},
	EntryTransition:     {Conflict, "报名状态为 {status}，不能变为 {to}；允许：{allowed}。", "The entry is {status} and cannot become {to}; allowed: {allowed}."},
	EntryNotEditable:    {Conflict, "报名状态为 {status}，只有草稿或被退回的报名可以修改。", "The entry is {status}; only a draft or a returned entry can be changed."},
	EntryNotEligible:    {Unprocessable, "报名不符合规则，详见 errors。", "The rules refuse this entry; see errors."},
	EventCancelled:      {Conflict, "该赛项已取消。", "The event is cancelled."},
	EventDeferred:       {Conflict, "该赛项报名不足，已缓办。", "The event is deferred for want of entries."},
	EditionOver:         {Conflict, "届次状态为 {status}，名额和报名不再变动。", "The edition is {status}; its quotas and entries stay as they are."},
	TeamSizeWrong:       {Unprocessable, "参赛选手应为 {min} 至 {max} 人，现为 {have} 人。", "An entry has {min} to {max} competitors; this one has {have}."},
	TooManyReserves:     {Unprocessable, "替补选手最多 {most} 人，现为 {have} 人。", "At most {most} reserves; this entry has {have}."},
	TooManyInstructors:  {Unprocessable, "指导教师最多 {most} 人，现为 {have} 人。", "At most {most} instructors; this entry has {have}."},
	MemberTooOld:        {Unprocessable, "超过年龄上限 {limit} 岁（{basis} {on}）。", "Older than the limit of {limit} years ({basis} {on})."},
	MemberOfAnother:     {Unprocessable, "该成员属于其他机构，规则不允许跨机构组队。", "This member belongs to another organization; the rules do not allow that."},
	MemberListedTwice:   {Unprocessable, "同一人被列出了两次。", "A person is listed twice."},
	CompetesElsewhere:   {Unprocessable, "该成员已参加本届的另一赛项（{event}）。", "This person already competes in another event of the edition ({event})."},
	PersonEntered:       {Conflict, "有成员已在本赛项的另一报名中。", "A member already competes in another entry of this event."},
	DelegationAmbiguous: {Unprocessable, "该机构属于多个代表队，请指明：{delegations}。", "The organization belongs to several delegations; name one of {delegations}."},
	DelegationInUse:     {Conflict, "该代表队已有 {entries} 个报名和 {quotas} 项名额。", "The delegation has {entries} entries and {quotas} quotas."},
	HoldsNotOffered:     {Conflict, "本届不提供名额保留。", "The edition offers no holds: a draft takes its places when it is submitted."},
	EntryHeld:           {Conflict, "该报名的名额已保留至 {until}。", "The entry holds its places already, until {until}."},
	EntryNotHeld:        {Conflict, "该报名没有保留名额。", "The entry holds no places for a time."},

	NumberInvalid:    {Unprocessable, "证件号码有误（{why}）。", "This is no number of such a document ({why})."},
	NumbersDisagree:  {Unprocessable, "这些号码属于不同的人，或号码所属的人出生日期不同。", "These numbers are different people's, or whoever has them was born on another day."},
	NumberTaken:      {Conflict, "该证件已登记在另一人名下。", "This document is already another person's."},
	NumberUnreadable: {Conflict, "密钥文件中没有该证件号码的密钥。", "The key of this number is not in the key file."},
	ConsentMissing:   {Unprocessable, "未满 {age} 周岁，尚无监护人同意。", "Under {age} and without a guardian's consent."},
	ConsentWithdrawn: {Conflict, "该同意已被撤回。", "This consent was withdrawn already."},
	PersonMerged:     {Conflict, "该人员已并入 {into}，请在那里修改。", "This person was merged into {into}; change that one."},
	MergeRefused:     {Conflict, "不能合并，详见 errors。", "The two cannot be merged; see errors."},
	MergeUndone:      {Conflict, "该合并已被撤销。", "This merge was undone already."},
	SamePerson:       {Unprocessable, "这是同一条人员记录。", "This is the same record."},
	BothInEvent:      {Conflict, "两人都在赛项 {event} 中（报名 {entries}）。", "Both stand in event {event} (entries {entries})."},
	BothInEdition:    {Conflict, "届次 {edition} 每人只参加一个赛项，而两人都已提交报名（{entries}）。", "A person competes in one event of edition {edition}, and both are submitted (entries {entries})."},
	PersonInUse:      {Conflict, "仍有赛事成绩依赖此人，详见 errors。", "Results still depend on this person; see errors."},
	EntryStillLive:   {Conflict, "报名 {entry} 状态为 {status}，届次尚未结束。", "Entry {entry} is {status} in an edition that is not over."},
	BothInSquads:     {Conflict, "两人都在届次 {edition} 的集训队中。", "Both are in a squad of edition {edition}."},
	TraineeStillLive: {Conflict, "集训选手 {trainee} 状态为 {status}，届次尚未结束。", "Trainee {trainee} is {status} in an edition that is not over."},

	// eligibility and substitutions
	InstructorOfAnother:    {Unprocessable, "该指导教师不属于任何参赛选手所在的机构。", "This instructor is from none of the competitors' organizations."},
	EnrolmentUnknown:       {Unprocessable, "没有能说明该成员在 {on} 所属组别的学籍。", "No enrolment says which group this person is of on {on}."},
	MemberOfOtherGroup:     {Unprocessable, "该成员在 {on} 属于{group}组，本赛项为{wanted}组。", "On {on} this person is of group {group}; the event is for {wanted}."},
	TooFewDualQualified:    {Unprocessable, "{of} 名参赛教师中双师型 {have} 名，不足 {percent}%。", "{have} of {of} competitors are dual-qualified; at least {percent} % are needed."},
	InstructsTooMany:       {Unprocessable, "该指导教师在本赛项已指导 {have} 个报名，上限 {most}。", "This instructor has {have} other entries of the event already; at most {most} in all."},
	WonBefore:              {Unprocessable, "该成员曾在前身赛项（{event}，{year} 年）获奖（{award}），不得再次参赛。", "This person won {award} in {year} in an event that this one succeeds ({event}), and is barred."},
	SchoolWonBefore:        {Unprocessable, "该机构曾以{have}在前身赛项（{event}，{year} 年）获奖（{award}），不得再以此参赛。", "The organization won {award} in {year} with {have} in an event that this one succeeds ({event}), and does not enter it again."},
	CourseMissing:          {Unprocessable, "请填写参赛课程或专业。", "Name the course or the major that the entry is about."},
	TeamKeepsTooMany:       {Unprocessable, "{year} 年获奖（{award}，赛项 {event}）的团队最多保留 {most} 人，现为 {keeps} 人。", "Of the team that won {award} in {year} (event {event}) at most {most} compete again; here are {keeps}."},
	TeamAddsTooFew:         {Unprocessable, "{year} 年获奖（{award}，赛项 {event}）的团队须至少增加 {least} 名新选手，现为 {have} 名。", "The team that won {award} in {year} (event {event}) competes again with at least {least} new competitors; here are {have}."},
	MemberTooYoung:         {Unprocessable, "在 {on} 未满 {minimum} 周岁。", "Younger than {minimum} years on {on}."},
	NothingToOverride:      {Conflict, "规则 {rule} 对此报名没有未处理的异议。", "The rule {rule} has nothing against this entry that is not overridden."},
	MemberMissing:          {Unprocessable, "该人员不是此报名的成员。", "This person is no member of the entry."},
	EntryNotSubstitutable:  {Conflict, "报名状态为 {status}，只有已提交、已通过或已确认的报名可以替换成员。", "The entry is {status}; members are substituted in one that is submitted, approved or confirmed."},
	EventStarted:           {Conflict, "比赛已开始（届次状态 {status}，开赛日期 {starts_date}），不得再替换成员。", "The event has started (the edition is {status}, its first day {starts_date}): nobody is substituted any more."},
	SubstitutionTooLate:    {Conflict, "替换成员的最后期限为 {last_date}：开赛日 {starts_date} 之前 {working_days} 个工作日（{counted}；其间放假：{days_off}；调休上班：{made_up}）。", "The last day for a substitution was {last_date}: {working_days} working days before {starts_date} ({counted}; days off between: {days_off}; made up: {made_up})."},
	SubstitutionDecided:    {Conflict, "该替换申请已处理（{status}）。", "The substitution is {status} already."},
	SubstitutionOwnRequest: {Forbidden, "申请人不能审批自己的申请。", "Who asked for a substitution does not decide it."},

	// calendar
	CalendarMissing:  {Conflict, "{year} 年的工作日安排尚未公布或录入，无法计算工作日。", "The working days of {year} are neither announced nor entered: they cannot be counted."},
	CalendarInvalid:  {Unprocessable, "{year} 年的工作日安排有误，详见 errors。", "The calendar of {year} is not right; see errors."},
	DayOutsideYear:   {Unprocessable, "{day} 不在 {year} 年内。", "{day} does not lie in {year}."},
	MakeUpNotWeekend: {Unprocessable, "{day} 不是周末，无须调休上班。", "{day} is no Saturday or Sunday: it is worked anyway."},

	// training bases
	BaseTransition:      {Conflict, "基地状态为 {status}，不能 {to}；允许：{allowed}。", "The base is {status} and cannot be {to}; allowed: {allowed}."},
	BaseNotEvaluated:    {Conflict, "尚无专家评估，不能认定。", "No expert has evaluated the base yet."},
	BaseNotInspected:    {Conflict, "自上次决定以来没有通过的检查，不能续期。", "The base has passed no inspection since it was last decided about."},
	BaseNotRecognised:   {Conflict, "基地状态为 {status}，尚未被认定。", "The base is {status}, not recognised."},
	BaseOrderIncomplete: {Unprocessable, "顺序应恰好列出全部 {count} 个已认定的基地，各一次。", "An order lists each of the {count} recognised bases exactly once."},
	EvaluatorConflict:   {Conflict, "不能评估本单位的申请。", "Nobody evaluates the own organization's application."},
	AssignmentOverlaps:  {Conflict, "此人在该基地已有同一岗位（{function}，自 {from} 起），时间重叠。", "This one does that at the base already ({function}, from {from}): the times overlap."},
	SquadFull:           {Conflict, "集训队最多 {most} 人。", "The squad has its {most} trainees."},
	SeedNotEarlier:      {Unprocessable, "种子选手只能来自同一赛事更早一届的集训队。", "Seeds come from a squad of an earlier edition of the programme."},
	PlanInvalid:         {Unprocessable, "训练计划有误，详见 errors。", "The plan is not consistent; see errors."},
	PlanOverlaps:        {Unprocessable, "该阶段（自 {from}）早于上一阶段的结束。", "The stage (from {from}) begins before the one before has ended."},
	PlanKeepsMore:       {Unprocessable, "该阶段保留 {keep} 人，多于此前的 {most} 人。", "The stage keeps {keep} trainees, more than the {most} before."},
	PlanStageTwice:      {Unprocessable, "赛项的该阶段已是训练计划中前一阶段的考核。", "This stage of the event is the assessment of an earlier stage of the plan."},
	TraineeTransition:   {Conflict, "集训选手状态为 {status}，不能变为 {to}；允许：{allowed}。", "The trainee is {status} and cannot become {to}; allowed: {allowed}."},
	TraineeNotEligible:  {Unprocessable, "不符合入队条件，详见 errors。", "The rules refuse this person; see errors."},
	TraineeElsewhere:    {Conflict, "此人已在本届的集训队中。", "This person is in a squad of the edition already."},
	TraineeNotAdvanced:  {Unprocessable, "集训选手状态为 {status}，只有晋级者可以被选派。", "The trainee is {status}; only who advanced is nominated."},
	AttendanceRefused:   {Unprocessable, "未保存任何考勤，详见 errors。", "No day was kept; see errors."},
	DateAhead:           {Unprocessable, "日期晚于今天（{today}）。", "The date is after today ({today})."},

	SheetNotOpen:      {Conflict, "评分表状态为 {status}，不能修改。", "The sheet is {status} and takes no changes."},
	SheetTransition:   {Conflict, "评分表状态为 {status}，不能变为 {to}；需要 {needed}。", "The sheet is {status} and cannot become {to}; it has to be {needed}."},
	SheetHasBlanks:    {Unprocessable, "还有 {blanks} 个评分点未评；空白不等于零分。", "{blanks} aspects are not marked yet; blank is not zero."},
	AspectBlank:       {Unprocessable, "评分点 {aspect} 未评。", "Aspect {aspect} is not marked."},
	PartMissing:       {Unprocessable, "该评分表没有此部分。", "The sheet has no such part."},
	PartSubmitted:     {Conflict, "此部分已提交，不能修改。", "This part is submitted and takes no changes."},
	ObservedRefused:   {Unprocessable, "评分点（{kind}）需要 {wants}，不接受此值（{why}）。", "An aspect of kind {kind} takes {wants}; this was not accepted ({why})."},
	ObservedUnclear:   {Unprocessable, "observed 只能含 kind 所指的一个字段。", "observed holds exactly the field that its kind names."},
	DeductionReason:   {Unprocessable, "扣分需要填写理由。", "A deduction needs a reason."},
	MarksRefused:      {Unprocessable, "未保存任何评分，详见 errors。", "No mark was kept; see errors."},
	EditionNotRunning: {Conflict, "届次状态为 {status}，尚未开赛。", "The edition is {status}, not running."},
	SchemeNotLocked:   {Conflict, "评分标准尚未锁定。", "The marking scheme is not locked."},
	NoPieces:          {Conflict, "尚无到场的评判对象。", "There is no piece that is present."},

	// judging: pieces, schemes, panels
	SchemeNotEditable:    {Conflict, "评分标准状态为 {status}，不能修改；请新建版本。", "The scheme is {status} and does not change; make a new version."},
	SchemeTransition:     {Conflict, "评分标准状态为 {status}，不能变为 {to}；需要 {needed}。", "The scheme is {status} and cannot become {to}; it has to be {needed}."},
	SchemeInvalid:        {Unprocessable, "评分标准有误，详见 errors。", "The scheme is not right yet; see errors."},
	SchemeEmpty:          {Unprocessable, "此处尚无内容。", "There is nothing here yet."},
	SchemeTotalWrong:     {Unprocessable, "总分为 {total}，应为 {wanted}。", "The total is {total}; it has to be {wanted}."},
	SchemeImportRefused:  {Unprocessable, "文件有 {errors} 处错误，未导入任何内容，详见 errors。", "The file has {errors} errors and nothing was imported; see errors."},
	ImportProblem:        {Unprocessable, "导入问题（{problem}）。", "A problem of the import ({problem})."},
	AspectInvalid:        {Unprocessable, "评分点定义有误（{problem}）。", "The definition of the aspect is not right ({problem})."},
	PanelSizeWrong:       {Unprocessable, "{judges} 名裁判无法评 {kind} 类评分点。", "{judges} judges cannot mark an aspect of kind {kind}."},
	StartMissing:         {Unprocessable, "子项 {code} 只扣分，请给出起评分。", "{code} only deducts: say what it starts with."},
	CodeOfOtherCriterion: {Unprocessable, "子项 {code} 不属于模块 {letter}。", "{code} does not belong to criterion {letter}."},
	TieBreakUnknown:      {Unprocessable, "规则用模块 {letter} 区分同分，评分标准中没有该模块。", "The rules break ties by criterion {letter}, which the scheme does not have."},
	SectionVaries:        {Unprocessable, "WSOS {section} 应为 {weight}，评分点合计 {aspects}，偏差超过 {limit}。", "WSOS section {section} weighs {weight}, its aspects sum to {aspects}: more than {limit} apart."},
	SectionUnknown:       {Unprocessable, "WSOS 部分 {section} 未列出。", "WSOS section {section} is not listed."},
	StageHasSheets:       {Conflict, "该阶段已有评分表。", "The stage has mark sheets already."},
	PanelHasSheets:       {Conflict, "该裁判组已有评分表，成员不能再变。", "The panel has mark sheets and does not change any more."},
	AssignmentsInvalid:   {Unprocessable, "分配有误，详见 errors。", "The assignments are not right; see errors."},
	PanelsMissing:        {Conflict, "裁判组尚未就绪，详见 errors。", "The panels are not ready; see errors."},
	NobodyMarks:          {Conflict, "子项 {code} 没有裁判。", "Nobody marks {code}."},
	PanelNotComplete:     {Conflict, "子项 {code} 需要 {wanted} 名裁判，现有 {have} 名。", "{code} needs {wanted} judges and has {have}."},

	// advancement
	EdgeBackward:     {Unprocessable, "晋级只能通向同一赛项中更晚的阶段。", "An edge leads to a later stage of the event."},
	EdgeConfirmed:    {Conflict, "晋级名单已确认。", "Who advances was confirmed already."},
	WeightsWrong:     {Unprocessable, "权重应按顺序列出到本阶段为止的阶段，且合计为 1（现为 {sum}）。", "Weights are of stages up to the one that the edge leads from, in their order, and sum to 1 (not {sum})."},
	StageHasPieces:   {Conflict, "该阶段已有评判对象。", "The stage has pieces already."},
	StageNotComputed: {Conflict, "阶段 {stage} 尚未核算成绩。", "Stage {stage} has no results yet."},
	ChoiceWrong:      {Unprocessable, "应从待定者中恰好选出 {free} 个，现选 {chosen} 个。", "Exactly {free} of the undecided go on; {chosen} were chosen."},

	// results
	ResultsIncomplete:  {Conflict, "尚不能核算成绩，详见 errors。", "Results cannot be computed yet; see errors for all that is missing."},
	EntryWithoutPiece:  {Conflict, "{count} 个已确认的报名尚无评判对象（状态：{status}）。", "{count} entries that are {status} have no piece yet."},
	SheetsMissing:      {Conflict, "{piece} 缺少 {count} 张评分表。", "{piece} lacks {count} mark sheets."},
	SheetNotLocked:     {Conflict, "{piece} 的评分表尚未锁定：{codes}。", "Of {piece} these sheets are not locked: {codes}."},
	NothingToRank:      {Conflict, "没有到场的评判对象。", "No piece is present."},
	ScaleUndefined:     {Unprocessable, "标准分无法计算（{why}），所有人得中心分。", "The scale is not defined ({why}): everyone gets its centre."},
	ScaleNeedsRounding: {Unprocessable, "标准分需要总分的舍入规则（total_rounding，或 aspect_rounding 与 scheme_total）。", "A scale needs totals that are rounded: total_rounding, or aspect_rounding with scheme_total."},
	RunNotCurrent:      {Conflict, "该核算状态为 {status}。", "The run is {status}."},
	InputsChanged:      {Conflict, "核算之后数据已变更，请重新核算。", "What the run was computed from has changed; compute again."},
	TieUndecided:       {Conflict, "{award} 的同名次尚未裁定（名次 {rank}：{pieces}）。", "The tie on the line of {award} is undecided (rank {rank}: {pieces})."},
	NoteRequired:       {Unprocessable, "取代先前的公布需要说明原因。", "A publication that supersedes another needs a note that says why."},
	PlacingUnranked:    {Conflict, "没有名次（{standing}）的不能获奖。", "What has no rank ({standing}) gets no award."},
	AwardUnknown:       {Unprocessable, "规则中没有奖项 {award}；可选：{allowed}。", "The rules have no award {award}; there are: {allowed}."},

	TableUnreadable:   {Unprocessable, "无法读取该文件（{reason}）：请使用 XLSX，或 UTF-8、GBK 编码的 CSV。", "The file cannot be read ({reason}): send XLSX, or CSV in UTF-8 or GBK."},
	TableEmpty:        {Unprocessable, "表格中没有数据行。", "The table has no rows."},
	TableHasFormulas:  {Unprocessable, "表格含有公式：请将其粘贴为数值后再上传。", "The table holds formulas: paste their values, and send it again."},
	TableTooLarge:     {Unprocessable, "表格超出限制（{reason}，上限 {limit}）。", "The table is larger than allowed ({reason}, at most {limit})."},
	ColumnUnknown:     {Unprocessable, "不认识该列：请指明其含义，或指明不读取。", "This column is not known: say what it means, or that it is not to be read."},
	ColumnTwice:       {Unprocessable, "该列出现了两次。", "This column is there twice."},
	ColumnMissing:     {Unprocessable, "缺少必需的列“{title}”。", "The required column {title} is missing."},
	TextTooLong:       {Unprocessable, "超过 {limit} 个字符。", "Longer than {limit} characters."},
	ChoiceUnknown:     {Unprocessable, "应为以下之一：{choices}。", "Must be one of: {choices}."},
	DateUnclear:       {Unprocessable, "无法识别的日期：请写作 2004-03-01。", "The date is not clear: write it as 2004-03-01."},
	DigitsLost:        {Unprocessable, "电子表格丢失了数字：请将该列设为文本后重新填写。", "The spreadsheet has dropped digits: make the column text and enter it again."},
	RowRepeated:       {Unprocessable, "与第 {row} 行重复。", "The same as row {row}."},
	GroupRefused:      {Unprocessable, "同一报名中的第 {row} 行有问题。", "Row {row} of the same entry is not right."},
	SeveralMatch:      {Unprocessable, "有 {number} 个同名对象，请人工指定。", "There are {number} of this name: somebody has to say which."},
	CandidateUnknown:  {Unprocessable, "所选对象不在候选之列。", "What was chosen is not among the candidates."},
	HeaderUnclear:     {Conflict, "表头有 {problems} 处问题，请先解决。", "The header has {problems} problems; solve them first."},
	ImportHasProblems: {Conflict, "有 {rows} 行不能导入，整体导入不可用。", "{rows} rows cannot be imported: all or nothing is not possible."},
	ImportNotChecked:  {Conflict, "当前状态（{status}）不允许此操作。", "The import is {status}; this is not possible now."},
	RowRefused:        {Unprocessable, "第 {row} 行在提交时被拒绝（{reason}）：请重新检查。", "Row {row} was refused while committing ({reason}): check the table again."},
	OperationEnded:    {Conflict, "该任务已结束（{state}）。", "The operation has ended ({state})."},
}

// title is the summary of a kind: the same for every code of it.
var title = map[Kind][2]string{
	Malformed:       {"请求有误", "Bad request"},
	Unauthenticated: {"尚未登录", "Not signed in"},
	Forbidden:       {"没有权限", "Forbidden"},
	Missing:         {"找不到", "Not found"},
	NotAllowed:      {"方法不支持", "Method not allowed"},
	NotAcceptable:   {"格式不支持", "Not acceptable"},
	Conflict:        {"当前状态不允许", "Conflict"},
	Stale:           {"版本已过时", "Stale"},
	TooLarge:        {"内容过大", "Too large"},
	UnsupportedType: {"内容类型不支持", "Unsupported media type"},
	Unprocessable:   {"不符合规则", "Against the rules"},
	Unconditional:   {"缺少前提条件", "Precondition required"},
	Throttled:       {"请求过多", "Too many requests"},
	Internal:        {"系统错误", "Internal error"},
	Unavailable:     {"暂不可用", "Unavailable"},
}

// Title is the summary of a kind in "zh" or "en".
func (k Kind) Title(language string) string {
	if language == "zh" {
		return title[k][0]
	}
	return title[k][1]

}
