package people

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/fault"
)

// The first two are the examples of GB 11643-1999.
func TestAResidentIdentityNumberIsKeptInOneForm(t *testing.T) {
	for typed, want := range map[string]string{
		"11010519491231002X": "11010519491231002X", "440524188001010014": "440524188001010014",
		"11010519491231002x": "11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ": "11010519491231002X", " 110105 19491231 002x ": "11010519491231002X",
	} {
		got, err := ResidentID.number(typed, want[6:10]+"-"+want[10:12]+"-"+want[12:14])
		if err != nil || got != want {
			t.Errorf("%q became %q, %v", typed, got, err)
		}
	}
}

func TestWhatIsNoResidentIdentityNumberIsRefusedWithoutSayingTheNumber(t *testing.T) {
	for typed, why := range map[string]string{
		"":                   "form",
		"11010519491231002":  "form",
		"X1010519491231002X": "form",
		"110105491231002":    "form", // the 15 digits of before 1999
		"110105194912310021": "check_digit",
		"11010519491231003X": "check_digit",
		"440524188001010014": "birth_date",
	} {
		_, err := ResidentID.number(typed, "1949-12-31")
		if !fault.Is(err, fault.NumberInvalid) || fault.As(err).Params["why"] != why || (typed != "" && strings.Contains(err.Error(), typed)) {
			t.Errorf("%q: %v, want %s", typed, err, why)
		}
	}
}

func TestADivisionThatIsOnNoListIsNoReasonAgainstANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 45000).Draw(t, "days"))
		first := fmt.Sprintf("%06d%s%03d", rapid.IntRange(0, 999999).Draw(t, "division"), born.Format("20060102"), rapid.IntRange(0, 999).Draw(t, "order"))
		number := first + string(checkDigit(first))
		if got, err := ResidentID.number(number, born.Format(time.DateOnly)); err != nil || got != number {
			t.Fatalf("%s: %q, %v", number, got, err)
		}
	})
}

// MOD 11-2 finds every wrong digit and every two neighbours that changed places.
func TestOneWrongOrTwoSwappedDigitsAreAlwaysFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := []byte(rapid.StringMatching(`[0-9]{17}`).Draw(t, "digits"))
		check := checkDigit(string(digits))
		spoiled := []byte(string(digits))
		i := rapid.IntRange(0, 16).Draw(t, "place")
		if rapid.Bool().Draw(t, "swap") && i < 16 {
			spoiled[i], spoiled[i+1] = spoiled[i+1], spoiled[i]
		} else {
			spoiled[i] = '0' + byte(rapid.IntRange(0, 9).Draw(t, "digit"))
		}
		if string(spoiled) != string(digits) && checkDigit(string(spoiled)) == check {
			t.Fatalf("%s is not told from %s", spoiled, digits)
		}
	})
}

func TestTheCheckDigitIsTheWeightedSumOfTheStandard(t *testing.T) {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{17}`).Draw(t, "digits")
		sum := 0
		for i, w := range weights {
			sum += w * int(digits[i]-'0')
		}
		if want := "10X98765432"[sum%11]; checkDigit(digits) != want {
			t.Fatalf("%s: %c, want %c", digits, checkDigit(digits), want)
		}
	})
}

func TestNumbersOfOtherDocuments(t *testing.T) {
	for _, c := range []struct {
		of    DocumentType
		typed string
		want  string // "": refused
	}{
		{Passport, "e12345678", "E12345678"}, {Passport, "Ｅ12 345 678", "E12345678"}, {Passport, "护照", ""},
		{HongKongMacaoPermit, "H12345678", "H12345678"}, {HongKongMacaoPermit, "m1234567801", "M1234567801"}, {HongKongMacaoPermit, "T12345678", ""},
		{TaiwanPermit, "12345678", "12345678"}, {TaiwanPermit, "1234567", ""},
		{ForeignerPermit, "CAN11010519700", ""}, {ForeignerPermit, "can110101700101", "CAN110101700101"}, {ForeignerPermit, "911124198108030024", "911124198108030024"},
		{OtherDocument, "ab-12", "AB-12"}, {OtherDocument, "a", ""}, {"library_card", "12345", ""},
	} {
		if got, err := c.of.number(c.typed, "1970-01-01"); got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q became %q, %v", c.of, c.typed, got, err)
		}
	}
}

func TestAMaskLeavesSoMuchThatTheOwnerRecognizesIt(t *testing.T) {
	for number, want := range map[string]string{"310105194912311234": "310***********1234", "E12345678": "E******78", "AB-12": "*****"} {
		if got := mask(number); got != want {
			t.Errorf("%s is shown as %s", number, got)
		}
	}
}
