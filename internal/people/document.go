package people

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/vault"
)

// Document is one identity document of a person (证件). Its number is only ever held sealed;
// Masked is made for the answer and never kept.
type Document struct {
	ID        id.ID[Document]
	CreatedAt time.Time
	Person    id.ID[Person]
	Type      DocumentType
	Sealed    vault.Sealed
	Hash      []byte // keyed digest of type and number

	Masked string `json:"-"`
}

// IDPrefix is "doc".
func (Document) IDPrefix() string { return "doc" }

// DocumentType is what sort of document it is.
type DocumentType string

// The types.
const (
	ResidentID          DocumentType = "resident_id"            // 居民身份证
	Passport            DocumentType = "passport"               // 护照
	HongKongMacaoPermit DocumentType = "hong_kong_macao_permit" // 港澳居民来往内地通行证
	TaiwanPermit        DocumentType = "taiwan_permit"          // 台湾居民来往大陆通行证
	ForeignerPermit     DocumentType = "foreigner_permit"       // 外国人永久居留身份证
	OtherDocument       DocumentType = "other"
)

// forms are what numbers look like. They are wide: an old form is refused nobody.
var forms = map[DocumentType]*regexp.Regexp{
	ResidentID:          regexp.MustCompile(`^[0-9]{17}[0-9X]$`),
	Passport:            regexp.MustCompile(`^[A-Z0-9]{5,20}$`),
	HongKongMacaoPermit: regexp.MustCompile(`^[HM][0-9]{8,10}$`),
	TaiwanPermit:        regexp.MustCompile(`^[0-9]{8,12}[A-Z]?$`),
	ForeignerPermit:     regexp.MustCompile(`^([A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X])$`),
	OtherDocument:       regexp.MustCompile(`^[A-Z0-9-]{3,40}$`),
}

// number is a typed number in the form that is kept: full-width characters are ASCII, letters
// capital, spaces gone. identity_number_invalid says what is wrong, and never the number.
func (t DocumentType) number(typed, birthDate string) (string, error) {
	n := written(typed)
	switch form := forms[t]; {
	case form == nil || !form.MatchString(n):
		return "", wrongNumber("form").at("/number")
	case t == ResidentID && checkDigit(n) != n[17]:
		return "", wrongNumber("check_digit").at("/number")
	case t == ResidentID && residentBirthDate(n) != birthDate:
		return "", wrongNumber("birth_date").at("/number")
	}
	return n, nil
}

// written is a typed number in the form that is kept.
func written(typed string) string {
	return strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(typed)), ""))
}

// wrongNumber is what a number fails at.
type wrongNumber string

func (w wrongNumber) at(pointer string) error {
	return fault.NumberInvalid.With("why", string(w)).Listing(fault.NumberInvalid.Detail("why", string(w)).At(pointer))
}

// checkDigit computes the last character of a resident identity number from the 17 digits before
// it (GB 11643-1999: ISO 7064, MOD 11-2).
func checkDigit(number string) byte {
	sum := 0
	for _, digit := range number[:17] {
		sum = (sum + int(digit-'0')) * 2 % 11
	}
	return "10X98765432"[sum]
}

// residentBirthDate is the birth date within a resident identity number. The six digits before it
// are the division of the first registration, which may have been renamed or dissolved since: they
// are not looked at.
func residentBirthDate(number string) string {
	return number[6:10] + "-" + number[10:12] + "-" + number[12:14]
}

// mask leaves so much of a number that its owner recognizes it.
func mask(number string) string {
	head, tail := 1, 2
	switch {
	case len(number) >= 15:
		head, tail = 3, 4
	case len(number) < 7:
		head, tail = 0, 0
	}
	return number[:head] + strings.Repeat("*", len(number)-head-tail) + number[len(number)-tail:]
}

// Masked is so much of a typed number, right or wrong, as may be shown.
func Masked(typed string) string {
	n := written(typed)
	if other := utf8.RuneCountInString(n); other < len(n) {
		return strings.Repeat("*", other)
	}
	return mask(n)
}

// about is what a sealed number is bound to.
func (d Document) about() string { return d.ID.String() + " " + string(d.Type) }

// shown is the document with its number masked; stars alone where the key is missing.
func (d Document) shown(v vault.Vault) Document {
	d.Masked = "***"
	if n, err := v.Open(d.Sealed, d.about()); err == nil {
		d.Masked = mask(n)
	}
	return d
}

func shownAll(v vault.Vault, all []Document) []Document {
	out := make([]Document, len(all))
	for i, d := range all {
		out[i] = d.shown(v)
	}
	return out
}
