package judging

// Piece is what is judged: one per entry and stage (评判对象). Judging knows pieces only.
type Piece struct{}

// IDPrefix is "pce".
func (Piece) IDPrefix() string { return "pce" }

// Scheme is a marking scheme (评分标准): criteria, sub-criteria, aspects.
type Scheme struct{}

// IDPrefix is "sch".
func (Scheme) IDPrefix() string { return "sch" }

// SubCriterion is one marking form: a day, a panel, its aspects.
type SubCriterion struct{}

// IDPrefix is "sub".
func (SubCriterion) IDPrefix() string { return "sub" }

// Aspect is the smallest thing that is marked (评分点).
type Aspect struct{}

// IDPrefix is "asp".
func (Aspect) IDPrefix() string { return "asp" }

// Panel is the team of judges that marks a sub-criterion (裁判组).
type Panel struct{}

// IDPrefix is "pnl".
func (Panel) IDPrefix() string { return "pnl" }
