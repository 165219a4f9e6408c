package batch

import (
	"errors"
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

func TestReasonsPointToTheItemAndRefuseAllUnlessSomeMayBeKept(t *testing.T) {
	one, err := Reject(2, fault.DivisionUnknown.New().Listing(fault.DivisionUnknown.Detail("code", "99").At("/district"), fault.MissingValue.Detail().At("/name")))
	if err != nil || one.Outcome != Rejected || one.Errors[0].Pointer != "/items/2/district" || one.Errors[1].Pointer != "/items/2/name" {
		t.Errorf("it is %+v, %v", one, err)
	}
	bare, err := Reject(3, fault.OrganizationClosed.New())
	if err != nil || len(bare.Errors) != 1 || bare.Errors[0].Pointer != "/items/3" || bare.Errors[0].Code != fault.OrganizationClosed {
		t.Errorf("it is %+v, %v", bare, err)
	}
	results := []Result{Kept(Created, id.Ref{Prefix: "org", UUID: [16]byte{1}}), one, bare}
	if refused := fault.As(Together(results, false)); refused.Code != fault.BatchRefused || len(refused.Details) != 3 {
		t.Errorf("all are refused with %+v", refused)
	}
	if Together(results, true) != nil || Together(results[:1], false) != nil {
		t.Error("what can be kept is refused")
	}
}

func TestWhatIsNoRefusalOfAnItemIsAnErrorOfAll(t *testing.T) {
	for _, broken := range []error{errors.New("a defect"), fault.DatabaseUnavailable.New()} {
		if _, err := Reject(0, broken); !errors.Is(err, broken) {
			t.Errorf("%v is %v", broken, err)
		}
	}
}
