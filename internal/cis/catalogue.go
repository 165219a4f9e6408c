package cis

// Code names a kind of problem. Codes are stable: callers and translations rely on them.
type Code string

// entry is what the catalogue knows of a code. Both sentences take the same
// arguments in the same order; %[n]v may skip some.
type entry struct {
	severity Severity
	en, zh   string
}

// The file as a whole.
const (
	NotCSV             Code = "not_csv"
	EncodingUnreadable Code = "encoding_unreadable"
	EncodingGB18030    Code = "encoding_gb18030"
	UnclosedQuote      Code = "unclosed_quote"
	StrayQuote         Code = "stray_quote"
	CellSwallowsRows   Code = "cell_swallows_rows"
	TooManyRows        Code = "too_many_rows"
	TooManyColumns     Code = "too_many_columns"
	HeaderMissing      Code = "header_missing"
	NoCriterion        Code = "no_criterion"
	RowAboveHeader     Code = "row_above_header"
	ColumnMissing      Code = "column_missing"
	ColumnRepeated     Code = "column_repeated"
	ColumnUnknown      Code = "column_unknown"
	CellsNotRead       Code = "cells_not_read"
	RowNotUnderstood   Code = "row_not_understood"
)

// Criteria and sub-criteria.
const (
	CriterionLetterUnusual     Code = "criterion_letter_unusual"
	CriterionRepeated          Code = "criterion_repeated"
	CriterionEmpty             Code = "criterion_empty"
	SubCriterionIDUnreadable   Code = "subcriterion_id_unreadable"
	SubCriterionRepeated       Code = "subcriterion_repeated"
	SubCriterionLetterMismatch Code = "subcriterion_letter_mismatch"
	SubCriterionNameMissing    Code = "subcriterion_name_missing"
	SubCriterionEmpty          Code = "subcriterion_empty"
	DayMissing                 Code = "day_missing"
	DayUnreadable              Code = "day_unreadable"
	HeadingWithoutAspects      Code = "heading_without_aspects"
)

// Aspects.
const (
	AspectBeforeSubCriterion  Code = "aspect_before_subcriterion"
	AspectTypeMissing         Code = "aspect_type_missing"
	AspectTypeUnknown         Code = "aspect_type_unknown"
	AspectWithoutDescription  Code = "aspect_without_description"
	MarkMissing               Code = "mark_missing"
	MarkUnreadable            Code = "mark_unreadable"
	MarkFormula               Code = "mark_formula"
	MarkTooPrecise            Code = "mark_too_precise"
	MarkNotPositive           Code = "mark_not_positive"
	MarkWithoutAspect         Code = "mark_without_aspect"
	CalculationUnknown        Code = "calculation_unknown"
	CalculationAssumed        Code = "calculation_assumed"
	DeductionUnreadable       Code = "deduction_unreadable"
	DeductionIgnored          Code = "deduction_ignored"
	DeductionUnclear          Code = "deduction_unclear"
	UnitExceedsMark           Code = "unit_exceeds_mark"
	DescriptorMissing         Code = "descriptor_missing"
	DescriptorRepeated        Code = "descriptor_repeated"
	DescriptorScoreUnreadable Code = "descriptor_score_unreadable"
	DescriptorEmpty           Code = "descriptor_empty"
	DescriptorWithoutAspect   Code = "descriptor_without_aspect"
)

// Totals and WSOS sections.
const (
	TotalUnreadable        Code = "total_unreadable"
	TotalDiffers           Code = "total_differs"
	CriterionTotalDiffers  Code = "criterion_total_differs"
	SubCriterionDiffers    Code = "subcriterion_total_differs"
	SectionMissing         Code = "section_missing"
	SectionUnreadable      Code = "section_unreadable"
	SectionUnknown         Code = "section_unknown"
	SectionRepeated        Code = "section_repeated"
	SectionTotalDiffers    Code = "section_total_differs"
	SectionVariation       Code = "section_variation"
	SectionsTotalVariation Code = "sections_total_variation"
)

// catalogue is the only copy of what each code says.
var catalogue = map[Code]entry{
	NotCSV:             {Error, "this is not a CSV text file", "这不是 CSV 文本文件"},
	EncodingUnreadable: {Error, "the text is neither UTF-8 nor GB18030: save it as CSV UTF-8", "文本既不是 UTF-8 也不是 GB18030 编码，请另存为 CSV UTF-8"},
	EncodingGB18030:    {Warning, "the text is not UTF-8; it was read as GB18030, please check the characters", "文本不是 UTF-8，已按 GB18030 读取，请核对文字"},
	UnclosedQuote:      {Error, "a quotation mark opens a cell and never closes it; it was read as an ordinary character", "单元格的起始引号没有结束，已按普通字符读取"},
	StrayQuote:         {Warning, "a quotation mark inside a quoted cell is not doubled; it was kept", "带引号的单元格内有未成对的引号，已保留"},
	CellSwallowsRows:   {Warning, "this cell contains lines that look like whole rows: check its quotation marks", "该单元格内含疑似整行的内容，请检查引号"},
	TooManyRows:        {Error, "more than %d rows: the rest was not read", "超过 %d 行，其余未读取"},
	TooManyColumns:     {Error, "more than %d columns: the rest of the row was not read", "超过 %d 列，该行其余部分未读取"},
	HeaderMissing:      {Error, "no row starts with \"Sub Criterion ID\"", "没有以 “Sub Criterion ID” 开头的表头行"},
	NoCriterion:        {Error, "no criterion was found", "未找到任何评分标准（Criterion）"},
	RowAboveHeader:     {Error, "a sub-criterion stands above the first header row and was not read", "子标准位于第一个表头行之上，未读取"},
	ColumnMissing:      {Error, "the header has no column \"%s\": the rows below it were not read", "表头缺少 “%s” 列，其下各行未读取"},
	ColumnRepeated:     {Warning, "this column appears twice: only the first was read", "该列重复出现，只读取了第一列"},
	ColumnUnknown:      {Warning, "this column is not known and was not read", "无法识别该列，未读取"},
	CellsNotRead:       {Warning, "%d cell(s) of this table stand where nothing is expected and were not read; this is the first", "本表有 %d 个单元格出现在不应有内容的位置，未读取；此为第一个"},
	RowNotUnderstood:   {Warning, "this row was not understood and was not read", "无法理解该行，未读取"},

	CriterionLetterUnusual:     {Warning, "criterion letters run from A to I, this is %s", "评分标准字母应为 A 至 I，此处为 %s"},
	CriterionRepeated:          {Warning, "criterion %s has a second table: its rows were added to the first", "评分标准 %s 出现第二个表，其内容已并入第一个"},
	CriterionEmpty:             {Warning, "criterion %s is stated with %s but has no aspects; it was left out", "评分标准 %s 标注为 %s 分但没有评分项，已略去"},
	SubCriterionIDUnreadable:   {Error, "a sub-criterion is a letter and a number, such as E1", "子标准编号应为字母加数字，如 E1"},
	SubCriterionRepeated:       {Error, "sub-criterion %s appears twice", "子标准 %s 重复"},
	SubCriterionLetterMismatch: {Error, "sub-criterion %s stands under criterion %s", "子标准 %s 位于评分标准 %s 之下"},
	SubCriterionNameMissing:    {Warning, "sub-criterion %s has no name", "子标准 %s 没有名称"},
	SubCriterionEmpty:          {Warning, "sub-criterion %s has no aspects", "子标准 %s 没有评分项"},
	DayMissing:                 {Warning, "sub-criterion %s has no day of marking", "子标准 %s 没有评分日"},
	DayUnreadable:              {Warning, "the day of marking was not understood: write 3 or C3", "无法识别评分日，请写 3 或 C3"},
	HeadingWithoutAspects:      {Warning, "no aspect stands under this heading; it was left out", "该标题下没有评分项，已略去"},

	AspectBeforeSubCriterion:  {Error, "this aspect stands before any sub-criterion and was left out", "该评分项位于任何子标准之前，已略去"},
	AspectTypeMissing:         {Error, "this row has a mark but no aspect type: write M or J", "该行有分值但没有评分项类型，请填 M 或 J"},
	AspectTypeUnknown:         {Error, "the aspect type is not known: write M or J", "无法识别评分项类型，请填 M 或 J"},
	AspectWithoutDescription:  {Error, "this aspect has no description", "该评分项没有描述"},
	MarkMissing:               {Error, "this aspect has no max mark", "该评分项没有满分值"},
	MarkUnreadable:            {Error, "the max mark is not a number", "满分值不是数字"},
	MarkFormula:               {Error, "the max mark of an aspect is a formula: type the number", "评分项的满分值是公式，请直接填写数字"},
	MarkTooPrecise:            {Error, "the max mark has more than three decimals", "满分值超过三位小数"},
	MarkNotPositive:           {Error, "the max mark must be more than zero", "满分值必须大于零"},
	MarkWithoutAspect:         {Error, "this mark belongs to no aspect and was not counted", "该分值不属于任何评分项，未计入"},
	CalculationUnknown:        {Error, "the calculation row is not known: 1 is full mark or none, 2 is a stepped deduction", "无法识别计算行：1 为全有或全无，2 为逐项扣分"},
	CalculationAssumed:        {Warning, "%d measurement aspect(s) name no calculation row: read as a stepped deduction where the text says so, else as full mark or none; this is the first", "%d 个测量项没有计算行：文字写明扣分的按逐项扣分读取，其余按全有或全无；此为第一个"},
	DeductionUnreadable:       {Error, "a stepped deduction needs one sentence such as \"Deduct 0.25 per error\"", "逐项扣分须写明一句 “Deduct 0.25 per error”（每处错误扣 0.25 分）"},
	DeductionIgnored:          {Warning, "the text speaks of a deduction, the calculation row says full mark or none", "文字提到扣分，而计算行为全有或全无"},
	DeductionUnclear:          {Warning, "the text speaks of deductions but not of one step: read as any mark up to the max mark", "文字提到扣分但不是单一步长，按满分以内任意给分读取"},
	UnitExceedsMark:           {Warning, "one error costs %s, more than the max mark %s", "一处错误扣 %s 分，超过满分 %s"},
	DescriptorMissing:         {Error, "a judgement aspect needs four descriptors; missing: %s", "评判项须有四条评分描述，缺少：%s"},
	DescriptorRepeated:        {Error, "the descriptor of score %d appears twice: the first was kept", "分值 %d 的描述重复，保留第一条"},
	DescriptorScoreUnreadable: {Error, "the score of a descriptor is 0, 1, 2 or 3", "评分描述的分值应为 0、1、2 或 3"},
	DescriptorEmpty:           {Warning, "the descriptor of score %d has no text", "分值 %d 的描述没有文字"},
	DescriptorWithoutAspect:   {Error, "this descriptor follows no judgement aspect and was left out", "该评分描述之前没有评判项，已略去"},

	TotalUnreadable:        {Warning, "this total is not a number and was not checked", "该合计不是数字，未核对"},
	TotalDiffers:           {Warning, "the total says %s, the aspects add up to %s", "合计为 %s，各评分项之和为 %s"},
	CriterionTotalDiffers:  {Warning, "criterion %s is stated with %s, its aspects add up to %s", "评分标准 %s 标注为 %s 分，各评分项之和为 %s 分"},
	SubCriterionDiffers:    {Warning, "sub-criterion %s is stated with %s, its aspects add up to %s", "子标准 %s 标注为 %s 分，各评分项之和为 %s 分"},
	SectionMissing:         {Warning, "%d aspect(s) name no WSOS section; this is the first", "%d 个评分项没有 WSOS 章节；此为第一个"},
	SectionUnreadable:      {Warning, "the WSOS section is one number, such as 4; it was left out", "WSOS 章节应为一个数字，如 4；已略去"},
	SectionUnknown:         {Warning, "WSOS section %s is not in the table of sections", "WSOS 章节 %s 不在章节表中"},
	SectionRepeated:        {Warning, "WSOS section %s appears twice in the table: the first was kept", "章节表中 WSOS 章节 %s 重复，保留第一条"},
	SectionTotalDiffers:    {Warning, "the table gives WSOS section %s aspects of %s, they add up to %s", "章节表中 WSOS 章节 %s 的评分项为 %s 分，实际之和为 %s 分"},
	SectionVariation:       {Warning, "WSOS section %s weighs %s, its aspects add up to %s: a variation of %s, the limit is %s", "WSOS 章节 %s 权重 %s，评分项之和 %s，偏差 %s，限值 %s"},
	SectionsTotalVariation: {Warning, "the variations of all WSOS sections add up to %s, the limit is %s", "各 WSOS 章节偏差合计 %s，限值 %s"},
}
