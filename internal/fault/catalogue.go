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
)

// The codes of access and accounts.
const (
	PasswordChangeRequired Code = "password_change_required"
)

// The codes of programmes.
const (
	EditionTransition Code = "edition_transition_not_allowed"
	EditionNotOpen    Code = "edition_not_open"
	WindowClosed      Code = "window_closed"
	ReasonRequired    Code = "reason_required"
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
	EditionOver         Code = "edition_over"
	TeamSizeWrong       Code = "team_size_wrong"
	TooManyReserves     Code = "too_many_reserves"
	TooManyInstructors  Code = "too_many_instructors"
	MemberTooOld        Code = "member_too_old"
	MemberOfAnother     Code = "member_of_other_organization"
	MemberListedTwice   Code = "member_listed_twice"
	CompetesElsewhere   Code = "person_competes_elsewhere"
	PersonEntered       Code = "person_already_entered"
)

// The codes of judging.

// The codes of results.

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

	PasswordChangeRequired: {Forbidden, "请先修改密码（PUT /v1/me/password）。", "Change your password first (PUT /v1/me/password)."},

	EditionTransition: {Conflict, "届次状态为 {status}，不能变为 {to}；允许：{allowed}。", "The edition is {status} and cannot become {to}; allowed: {allowed}."},
	EditionNotOpen:    {Conflict, "届次状态为 {status}，不接受报名。", "The edition is {status} and takes no entries."},
	WindowClosed:      {Conflict, "不在报名时间内（{opens_at} 至 {closes_at}）。", "Outside the registration window ({opens_at} to {closes_at})."},
	ReasonRequired:    {Unprocessable, "请填写理由。", "A reason is required."},

	// people and registration
	OrganizationClosed:  {Conflict, "该机构已停用，不接受新的人员和报名。", "The organization is closed and takes no new people or entries."},
	BirthDateImpossible: {Unprocessable, "出生日期应在 {from} 与 {until} 之间。", "A birth date lies between {from} and {until}."},
	QuotaExhausted:      {Conflict, "名额已满（{quota}）：上限 {most}，已用 {used}。", "No place is left ({quota}): at most {most}, {used} taken."},
	QuotaBelowUse:       {Conflict, "上限 {most} 低于已占用的 {used} 个名额。", "At most {most} would be below the {used} places that are taken."},
	EntryTransition:     {Conflict, "报名状态为 {status}，不能变为 {to}；允许：{allowed}。", "The entry is {status} and cannot become {to}; allowed: {allowed}."},
	EntryNotEditable:    {Conflict, "报名状态为 {status}，只有草稿或被退回的报名可以修改。", "The entry is {status}; only a draft or a returned entry can be changed."},
	EntryNotEligible:    {Unprocessable, "报名不符合规则，详见 errors。", "The rules refuse this entry; see errors."},
	EventCancelled:      {Conflict, "该赛项已取消。", "The event is cancelled."},
	EditionOver:         {Conflict, "届次状态为 {status}，名额和报名不再变动。", "The edition is {status}; its quotas and entries stay as they are."},
	TeamSizeWrong:       {Unprocessable, "参赛选手应为 {min} 至 {max} 人，现为 {have} 人。", "An entry has {min} to {max} competitors; this one has {have}."},
	TooManyReserves:     {Unprocessable, "替补选手最多 {most} 人，现为 {have} 人。", "At most {most} reserves; this entry has {have}."},
	TooManyInstructors:  {Unprocessable, "指导教师最多 {most} 人，现为 {have} 人。", "At most {most} instructors; this entry has {have}."},
	MemberTooOld:        {Unprocessable, "超过年龄上限 {limit} 岁（{basis} {on}）。", "Older than the limit of {limit} years ({basis} {on})."},
	MemberOfAnother:     {Unprocessable, "该成员属于其他机构，规则不允许跨机构组队。", "This member belongs to another organization; the rules do not allow that."},
	MemberListedTwice:   {Unprocessable, "同一人被列出了两次。", "A person is listed twice."},
	CompetesElsewhere:   {Unprocessable, "该成员已参加本届的另一赛项（{event}）。", "This person already competes in another event of the edition ({event})."},
	PersonEntered:       {Conflict, "有成员已在本赛项的另一报名中。", "A member already competes in another entry of this event."},

	// judging

	// results
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
