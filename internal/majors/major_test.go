package majors

import (
	"testing"

	"github.com/saichang/saichang/internal/fault"
)

func TestAMajorHasACodeThatIsTextAndAName(t *testing.T) {
	for code, want := range map[string]fault.Code{"0710.0": "", "７１０２０２": "", "\u200b": fault.InvalidRequest, "7.1E+5": fault.CodeRounded} {
		err := Major{Key: Key{"2021", Secondary, code}, Name: "计算机网络技术"}.clean().check()
		if want == "" && err != nil || want != "" && !fault.Is(err, want) {
			t.Errorf("%q: %v", code, err)
		}
	}
	m := Major{Key: Key{"2021", Secondary, "0710.0"}, Name: " \u3000 "}.clean()
	if err := m.check(); m.Code != "0710" || !fault.Is(err, fault.InvalidRequest) {
		t.Errorf("%+v: %v", m, err)
	}
}
