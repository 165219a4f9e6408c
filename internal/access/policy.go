package access

import "slices"

// Rule says which roles see the things of an action, and which may do it. Who may do it
// sees it too. On are the kinds of thing (id prefixes) within which the things of the action
// lie: the same role on another kind never comes to them. Nil: within every kind that the
// role can be given on.
type Rule struct {
	See []Role
	Do  []Role
	On  []string
}

// Gives reports whether a role on a thing of this kind can come to do what the rule is about.
func (r Rule) Gives(role Role, on string) bool {
	return slices.Contains(r.Do, role) && (r.On == nil || on == "" || slices.Contains(r.On, on))
}

func roles(r ...Role) []Role { return r }

// The actions, by noun. Each stands in the contract as the x-action of its operations.
const (
	ReadService Action = "service.read"
	SetUp       Action = "setup.complete"

	SignIn         Action = "sessions.create"
	ListSessions   Action = "sessions.list"
	RevokeSession  Action = "sessions.revoke"
	ReadMe         Action = "me.read"
	ChangePassword Action = "me.change_password"

	ListAccounts   Action = "accounts.list"
	CreateAccount  Action = "accounts.create"
	ReadAccount    Action = "accounts.read"
	UpdateAccount  Action = "accounts.update"
	ResetPassword  Action = "accounts.reset_password"
	ListGrants     Action = "grants.list"
	GiveGrant      Action = "grants.create"
	WithdrawGrant  Action = "grants.delete"
	ListTokens     Action = "service_tokens.list"
	IssueToken     Action = "service_tokens.create"
	RevokeToken    Action = "service_tokens.revoke"
	ReadAuditLog   Action = "audit_log.read"
	ReadCheckpoint Action = "checkpoints.read"

	// What the house does by itself: see ByItself.
	SealJournal Action = "journal.seal"
	ExpireKeys  Action = "keys.expire"
	ExpireHolds Action = "holds.expire"

	RunOperations Action = "operations.run"

	ResealDocuments Action = "documents.reseal"
	RetireKeys      Action = "keys.retire"

	ListOrganizations  Action = "organizations.list"
	CreateOrganization Action = "organizations.create"
	ReadOrganization   Action = "organizations.read"
	UpdateOrganization Action = "organizations.update"
	EnterOrganizations Action = "organizations.batch"
	CloseOrganization  Action = "organizations.close"
	MergeOrganization  Action = "organizations.merge"
	ReopenOrganization Action = "organizations.reopen"
	ReadDivisions      Action = "divisions.read"
	ReadMajors         Action = "majors.read"
	EnterMajors        Action = "majors.batch"

	ListProgrammes  Action = "programmes.list"
	CreateProgramme Action = "programmes.create"
	ReadProgramme   Action = "programmes.read"
	UpdateProgramme Action = "programmes.update"
	ListEditions    Action = "editions.list"
	CreateEdition   Action = "editions.create"
	ReadEdition     Action = "editions.read"
	CloneEdition    Action = "editions.clone"
	UpdateEdition   Action = "editions.update"
	MoveEdition     Action = "editions.transition"
	ReadPresets     Action = "presets.read"
	ListRuleSets    Action = "rule_sets.list"
	CreateRuleSet   Action = "rule_sets.create"
	ReadRuleSet     Action = "rule_sets.read"
	UpdateRuleSet   Action = "rule_sets.update"
	ListEvents      Action = "events.list"
	CreateEvent     Action = "events.create"
	ReadEvent       Action = "events.read"
	UpdateEvent     Action = "events.update"
	ListStages      Action = "stages.list"
	CreateStage     Action = "stages.create"
	ReadStage       Action = "stages.read"

	ListDocuments       Action = "identity_documents.list"
	AddDocument         Action = "identity_documents.create"
	RemoveDocument      Action = "identity_documents.delete"
	DiscloseDocument    Action = "identity_documents.disclose"
	ListEnrolments      Action = "enrolments.list"
	AddEnrolment        Action = "enrolments.create"
	UpdateEnrolment     Action = "enrolments.update"
	ListEmployments     Action = "employments.list"
	AddEmployment       Action = "employments.create"
	UpdateEmployment    Action = "employments.update"
	ListConsents        Action = "guardian_consents.list"
	GiveConsent         Action = "guardian_consents.create"
	WithdrawConsent     Action = "guardian_consents.withdraw"
	ListDuplicates      Action = "people.duplicates"
	ListMerges          Action = "people.merges"
	MergePeople         Action = "people.merge"
	UndoMerge           Action = "people.undo_merge"
	ReadPersonData      Action = "people.data"
	ErasePerson         Action = "people.erase"
	ReadEligibility     Action = "eligibility.read"
	OverrideRule        Action = "eligibility.override"
	ListSubstitutions   Action = "substitutions.list"
	RequestSubstitution Action = "substitutions.request"
	ReadSubstitution    Action = "substitutions.read"
	ApproveSubstitution Action = "substitutions.approve"
	RefuseSubstitution  Action = "substitutions.refuse"

	ReadCalendar    Action = "calendar.read"
	ReplaceCalendar Action = "calendar.replace"

	ListPeople    Action = "people.list"
	CreatePerson  Action = "people.create"
	ReadPerson    Action = "people.read"
	UpdatePerson  Action = "people.update"
	ListQuotas    Action = "quotas.list"
	CreateQuota   Action = "quotas.create"
	UpdateQuota   Action = "quotas.update"
	DeleteQuota   Action = "quotas.delete"
	ReadPlaces    Action = "quotas.availability"
	ListEntries   Action = "entries.list"
	CreateEntry   Action = "entries.create"
	ReadEntry     Action = "entries.read"
	UpdateEntry   Action = "entries.update"
	SubmitEntry   Action = "entries.submit"
	ReturnEntry   Action = "entries.return"
	ApproveEntry  Action = "entries.approve"
	ConfirmEntry  Action = "entries.confirm"
	WithdrawEntry Action = "entries.withdraw"
	CheckInEntry  Action = "entries.check_in"
	MarkAbsent    Action = "entries.mark_absent"
	Disqualify    Action = "entries.disqualify"

	ListDelegations  Action = "delegations.list"
	CreateDelegation Action = "delegations.create"
	ReadDelegation   Action = "delegations.read"
	UpdateDelegation Action = "delegations.update"
	DeleteDelegation Action = "delegations.delete"
	HoldEntry        Action = "entries.hold"
	ReleaseEntry     Action = "entries.release"
	ListWaiting      Action = "waiting_list.list"
	ReadPromotion    Action = "entries.promotion"

	ListBases        Action = "bases.list"
	ApplyForBase     Action = "bases.apply"
	ReadBase         Action = "bases.read"
	EvaluateBase     Action = "bases.evaluate"
	ReadEvaluations  Action = "bases.read_evaluations"
	InspectBase      Action = "bases.inspect"
	DecideBase       Action = "bases.decide"
	OrderBases       Action = "bases.order"
	ReadBaseOrder    Action = "bases.read_order"
	ListStaff        Action = "staff.list"
	AssignStaff      Action = "staff.assign"
	FindStaff        Action = "staff.find"
	ListSquads       Action = "squads.list"
	CreateSquad      Action = "squads.create"
	ReadSquad        Action = "squads.read"
	PlanTraining     Action = "squads.plan"
	SeedSquad        Action = "squads.seed"
	Nominate         Action = "squads.nominate"
	ListTrainees     Action = "trainees.list"
	SelectTrainee    Action = "trainees.select"
	ReadTrainee      Action = "trainees.read"
	MoveTrainee      Action = "trainees.move"
	InsureTrainee    Action = "trainees.insure"
	ReadDiary        Action = "diary.read"
	KeepDiary        Action = "diary.keep"
	RecordAssessment Action = "assessments.record"

	ListPieces     Action = "pieces.list"
	CreatePieces   Action = "pieces.create"
	ListSchemes    Action = "marking_schemes.list"
	CreateScheme   Action = "marking_schemes.create"
	ReadScheme     Action = "marking_schemes.read"
	UpdateScheme   Action = "marking_schemes.update"
	ImportScheme   Action = "marking_schemes.import"
	ValidateScheme Action = "marking_schemes.validate"
	LockScheme     Action = "marking_schemes.lock"
	AssignPanels   Action = "marking_schemes.assign"
	ListPanels     Action = "panels.list"
	CreatePanel    Action = "panels.create"
	ReadPanel      Action = "panels.read"
	UpdatePanel    Action = "panels.update"
	FindJudges     Action = "judges.find"
	SeatJudge      Action = "panels.seat_judge"
	UnseatJudge    Action = "panels.unseat_judge"
	OpenSheets     Action = "mark_sheets.open"
	ListSheets     Action = "mark_sheets.list"
	ListMySheets   Action = "mark_sheets.mine"
	ReadSheet      Action = "mark_sheets.read"
	EnterMark      Action = "marks.enter"
	ReadMarks      Action = "marks.read"
	ReadRevisions  Action = "marks.revisions"
	SubmitSheet    Action = "mark_sheets.submit"
	SignSheet      Action = "mark_sheets.sign"
	LockSheet      Action = "mark_sheets.lock"
	ReopenSheet    Action = "mark_sheets.reopen"
	ReadProgress   Action = "progress.read"

	ComputeResults Action = "result_runs.compute"
	ListRuns       Action = "result_runs.list"
	ReadRun        Action = "result_runs.read"
	ReadPlacings   Action = "placings.read"
	DecideAward    Action = "placings.decide_award"
	ExportRun      Action = "result_runs.export"
	PublishRun     Action = "result_runs.publish"
	ReadPublished  Action = "published.read"

	ListEdges      Action = "stage_edges.list"
	CreateEdge     Action = "stage_edges.create"
	ReadProposal   Action = "stage_edges.propose"
	ConfirmEdge    Action = "stage_edges.confirm"
	ApproveAbsence Action = "absences.approve"

	ListOperations  Action = "operations.list"
	ReadOperation   Action = "operations.read"
	CancelOperation Action = "operations.cancel"
	ReadTemplate    Action = "import_templates.read"
	CreateImport    Action = "imports.create"
	ListImports     Action = "imports.list"
	ReadImport      Action = "imports.read"
	ChangeImport    Action = "imports.change"
	CommitImport    Action = "imports.commit"
)

var (
	everybody      = roles(Public)
	signedIn       = roles(SignedIn)
	administrators = roles(Administrator)
	oversight      = roles(Administrator, Auditor)

	organisers = roles(Administrator, Organiser)
	hall       = roles(Administrator, Organiser, ChiefJudge, Auditor)        // who follows an event without judging it
	marking    = roles(Administrator, Organiser, ChiefJudge, Auditor, Judge) // who sees a panel, its sheets and the scheme that it marks by: a judge only the own
	entrants   = roles(Registrar, Organiser, CheckIn, Auditor, Administrator)

	ofEdition      = []string{"edn"}
	ofOrganization = []string{"org"}
	ofHouse        = []string{} // within nothing but the installation

	squads = roles(Registrar, Organiser, Administrator, Auditor, Trainer, BaseStaff) // who follows the training at a base: the own organization's, or where they work
	bases  = append(roles(Evaluator), squads...)
	makers = roles(Registrar, Organiser, Administrator) // who makes up a squad and its staff
)

// ByItself are the actions of the house itself: no operation of the contract asks for them,
// and no service token lists them.
var ByItself = []Action{SealJournal, ExpireKeys, ExpireHolds, RunOperations, ResealDocuments, RetireKeys}

// Policy is the only copy of who may do what. Its golden table is made by calling every
// operation as every role: internal/httpapi/testdata/permissions.txt.
var Policy = map[Action]Rule{
	ReadService: {Do: everybody},
	SetUp:       {Do: everybody},

	SignIn:         {Do: everybody},
	ListSessions:   {Do: signedIn},
	RevokeSession:  {Do: roles(Self, Administrator)},
	ReadMe:         {Do: signedIn},
	ChangePassword: {Do: roles(Self)},

	ListAccounts:   {Do: oversight, See: signedIn, On: ofHouse},
	CreateAccount:  {Do: administrators, See: signedIn},
	ReadAccount:    {Do: roles(Self, Administrator, Auditor), On: ofHouse},
	UpdateAccount:  {Do: administrators, See: roles(Self, Auditor)},
	ResetPassword:  {Do: administrators, See: roles(Self, Auditor)},
	ListGrants:     {Do: roles(Self, Administrator, Auditor), On: ofHouse},
	GiveGrant:      {Do: roles(Administrator, Organiser), See: signedIn},
	WithdrawGrant:  {Do: roles(Administrator, Organiser), See: roles(Self, Auditor)},
	ListTokens:     {Do: oversight, See: signedIn, On: ofHouse},
	IssueToken:     {Do: administrators, See: signedIn},
	RevokeToken:    {Do: administrators, See: roles(Auditor)},
	ReadAuditLog:   {Do: oversight, See: signedIn, On: ofHouse},
	ReadCheckpoint: {Do: everybody},

	SealJournal: {Do: administrators},
	ExpireKeys:  {Do: administrators},
	ExpireHolds: {Do: administrators},

	RunOperations: {Do: administrators},

	ResealDocuments: {Do: administrators},
	RetireKeys:      {Do: administrators},

	ListOrganizations:  {Do: signedIn},
	CreateOrganization: {Do: administrators, See: signedIn},
	ReadOrganization:   {Do: signedIn},
	UpdateOrganization: {Do: administrators, See: signedIn},
	EnterOrganizations: {Do: administrators, See: signedIn},
	CloseOrganization:  {Do: administrators, See: signedIn},
	MergeOrganization:  {Do: administrators, See: signedIn},
	ReopenOrganization: {Do: administrators, See: signedIn},
	ReadDivisions:      {Do: signedIn},
	ReadMajors:         {Do: signedIn},
	EnterMajors:        {Do: administrators, See: signedIn},

	ListProgrammes:  {Do: signedIn},
	CreateProgramme: {Do: administrators, See: signedIn},
	ReadProgramme:   {Do: signedIn},
	UpdateProgramme: {Do: administrators, See: signedIn},
	ListEditions:    {Do: signedIn},
	CreateEdition:   {Do: administrators, See: signedIn},
	ReadEdition:     {Do: signedIn},
	CloneEdition:    {Do: administrators, See: signedIn},
	UpdateEdition:   {Do: organisers, See: signedIn, On: ofEdition},
	MoveEdition:     {Do: organisers, See: signedIn, On: ofEdition},
	ReadPresets:     {Do: signedIn},
	ListRuleSets:    {Do: signedIn},
	CreateRuleSet:   {Do: organisers, See: signedIn, On: ofEdition},
	ReadRuleSet:     {Do: signedIn},
	UpdateRuleSet:   {Do: organisers, See: signedIn, On: ofEdition},
	ListEvents:      {Do: signedIn},
	CreateEvent:     {Do: organisers, See: signedIn, On: ofEdition},
	ReadEvent:       {Do: signedIn},
	UpdateEvent:     {Do: organisers, See: signedIn},
	ListStages:      {Do: signedIn},
	CreateStage:     {Do: organisers, See: signedIn},
	ReadStage:       {Do: signedIn},

	ListDocuments:       {Do: roles(Registrar, Administrator, Auditor), On: ofOrganization},
	AddDocument:         {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	RemoveDocument:      {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	DiscloseDocument:    {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ListEnrolments:      {Do: roles(Registrar, Administrator, Auditor), On: ofOrganization},
	AddEnrolment:        {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	UpdateEnrolment:     {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ListEmployments:     {Do: roles(Registrar, Administrator, Auditor), On: ofOrganization},
	AddEmployment:       {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	UpdateEmployment:    {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ListConsents:        {Do: roles(Registrar, Administrator, Auditor), On: ofOrganization},
	GiveConsent:         {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	WithdrawConsent:     {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ListDuplicates:      {Do: roles(Registrar, Administrator, Auditor), On: ofOrganization},
	ListMerges:          {Do: roles(Registrar, Administrator, Auditor), On: ofOrganization},
	MergePeople:         {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	UndoMerge:           {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ReadPersonData:      {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ErasePerson:         {Do: administrators, See: roles(Registrar, Auditor)},
	ReadEligibility:     {Do: entrants},
	OverrideRule:        {Do: organisers, See: entrants},
	ListSubstitutions:   {Do: entrants},
	RequestSubstitution: {Do: roles(Registrar), See: entrants},
	ReadSubstitution:    {Do: entrants},
	ApproveSubstitution: {Do: organisers, See: entrants},
	RefuseSubstitution:  {Do: organisers, See: entrants},

	ReadCalendar:    {Do: signedIn},
	ReplaceCalendar: {Do: administrators, See: signedIn},

	ListPeople:    {Do: roles(Registrar, Administrator, Auditor), See: signedIn, On: ofOrganization},
	CreatePerson:  {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ReadPerson:    {Do: roles(Registrar, Administrator, Auditor), On: ofOrganization},
	UpdatePerson:  {Do: roles(Registrar, Administrator), See: roles(Auditor)},
	ListQuotas:    {Do: signedIn},
	CreateQuota:   {Do: organisers, See: signedIn, On: ofEdition},
	UpdateQuota:   {Do: organisers, See: signedIn, On: ofEdition},
	DeleteQuota:   {Do: organisers, See: signedIn, On: ofEdition},
	ReadPlaces:    {Do: roles(Registrar, Organiser, Administrator, Auditor), See: signedIn},
	ListEntries:   {Do: entrants, See: signedIn},
	CreateEntry:   {Do: roles(Registrar), See: roles(Organiser, Administrator, Auditor)},
	ReadEntry:     {Do: entrants},
	UpdateEntry:   {Do: roles(Registrar), See: entrants},
	SubmitEntry:   {Do: roles(Registrar), See: entrants},
	ReturnEntry:   {Do: organisers, See: entrants},
	ApproveEntry:  {Do: organisers, See: entrants},
	ConfirmEntry:  {Do: organisers, See: entrants},
	WithdrawEntry: {Do: roles(Registrar, Organiser, Administrator), See: entrants},
	CheckInEntry:  {Do: roles(CheckIn, Organiser, Administrator), See: entrants},
	MarkAbsent:    {Do: roles(CheckIn, Organiser, Administrator), See: entrants},
	Disqualify:    {Do: organisers, See: entrants},

	ListDelegations:  {Do: signedIn},
	CreateDelegation: {Do: organisers, See: signedIn, On: ofEdition},
	ReadDelegation:   {Do: signedIn},
	UpdateDelegation: {Do: organisers, See: signedIn, On: ofEdition},
	DeleteDelegation: {Do: organisers, See: signedIn, On: ofEdition},
	HoldEntry:        {Do: roles(Registrar), See: entrants},
	ReleaseEntry:     {Do: roles(Registrar), See: entrants},
	ListWaiting:      {Do: roles(Registrar, Organiser, Administrator, Auditor), See: signedIn},
	ReadPromotion:    {Do: roles(Registrar, Organiser, Administrator, Auditor), See: roles(CheckIn)},

	ListBases:        {Do: bases, See: signedIn},
	ApplyForBase:     {Do: roles(Registrar), See: roles(Organiser, Administrator, Auditor)},
	ReadBase:         {Do: bases},
	EvaluateBase:     {Do: roles(Evaluator), See: roles(Registrar, Organiser, Administrator, Auditor)},
	ReadEvaluations:  {Do: roles(Evaluator, Organiser, Administrator, Auditor), See: bases},
	InspectBase:      {Do: roles(Evaluator, Organiser, Administrator), See: bases},
	DecideBase:       {Do: organisers, See: bases},
	OrderBases:       {Do: organisers, See: signedIn},
	ReadBaseOrder:    {Do: signedIn},
	ListStaff:        {Do: squads, See: bases},
	AssignStaff:      {Do: makers, See: bases},
	FindStaff:        {Do: makers, See: bases},
	ListSquads:       {Do: squads, See: signedIn},
	CreateSquad:      {Do: makers, See: bases},
	ReadSquad:        {Do: squads},
	PlanTraining:     {Do: roles(Registrar, Trainer), See: squads},
	SeedSquad:        {Do: makers, See: squads},
	Nominate:         {Do: roles(Registrar), See: squads},
	ListTrainees:     {Do: squads, See: signedIn},
	SelectTrainee:    {Do: makers, See: squads},
	ReadTrainee:      {Do: squads},
	MoveTrainee:      {Do: makers, See: squads},
	InsureTrainee:    {Do: roles(Registrar), See: squads},
	ReadDiary:        {Do: squads},
	KeepDiary:        {Do: roles(Trainer), See: squads},
	RecordAssessment: {Do: roles(Trainer), See: squads},

	ListPieces:     {Do: hall},
	CreatePieces:   {Do: organisers, See: hall},
	ListSchemes:    {Do: hall},
	CreateScheme:   {Do: roles(Administrator, Organiser, ChiefJudge), See: hall},
	ReadScheme:     {Do: marking},
	UpdateScheme:   {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	ImportScheme:   {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	ValidateScheme: {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	LockScheme:     {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	AssignPanels:   {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	ListPanels:     {Do: hall},
	CreatePanel:    {Do: roles(Administrator, Organiser, ChiefJudge), See: hall},
	ReadPanel:      {Do: marking},
	UpdatePanel:    {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	FindJudges:     {Do: roles(Administrator, Organiser, ChiefJudge), See: hall},
	SeatJudge:      {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	UnseatJudge:    {Do: roles(Administrator, Organiser, ChiefJudge), See: marking},
	OpenSheets:     {Do: roles(Administrator, Organiser, ChiefJudge), See: hall},
	ListSheets:     {Do: hall},
	ListMySheets:   {Do: signedIn},
	ReadSheet:      {Do: marking},
	EnterMark:      {Do: roles(Judge), See: marking},
	ReadMarks:      {Do: roles(Judge, ChiefJudge, Auditor), See: marking},
	ReadRevisions:  {Do: roles(Judge, ChiefJudge, Auditor), See: marking},
	SubmitSheet:    {Do: roles(Judge), See: marking},
	SignSheet:      {Do: roles(ChiefJudge), See: marking},
	LockSheet:      {Do: roles(ChiefJudge), See: marking},
	ReopenSheet:    {Do: roles(ChiefJudge), See: marking},
	ReadProgress:   {Do: hall},

	ComputeResults: {Do: roles(Administrator, Organiser, ChiefJudge), See: roles(Auditor)},
	ListRuns:       {Do: hall},
	ReadRun:        {Do: hall},
	ReadPlacings:   {Do: hall},
	DecideAward:    {Do: organisers, See: hall},
	ExportRun:      {Do: hall},
	PublishRun:     {Do: organisers, See: hall},
	ReadPublished:  {Do: everybody},

	ListEdges:      {Do: signedIn},
	CreateEdge:     {Do: organisers, See: signedIn},
	ReadProposal:   {Do: roles(Administrator, Organiser, Auditor)},
	ConfirmEdge:    {Do: organisers, See: roles(Auditor)},
	ApproveAbsence: {Do: organisers, See: roles(Auditor)},

	ListOperations:  {Do: signedIn},
	ReadOperation:   {Do: roles(Self, Administrator)},
	CancelOperation: {Do: roles(Self, Administrator)},
	ReadTemplate:    {Do: signedIn},
	CreateImport:    {Do: makers, See: signedIn}, // an organiser of a roster or staff alone: nothing else lies within an edition
	ListImports:     {Do: signedIn},
	ReadImport:      {Do: roles(Self, Administrator)},
	ChangeImport:    {Do: roles(Self, Administrator)},
	CommitImport:    {Do: roles(Self, Administrator)},
}
