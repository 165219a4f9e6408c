package accounts

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

func TestAPasswordOpensItsOwnHashOnly(t *testing.T) {
	p, ctx := newPasswords(id.Seeded(1)), context.Background()
	hash, err := p.hash(ctx, "correct horse battery staple")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(hash, "horse") {
		t.Errorf("the hash is %s", hash)
	}
	for password, want := range map[string]bool{"correct horse battery staple": true, "Correct horse battery staple": false, "": false} {
		if right, err := p.verify(ctx, password, hash); err != nil || right != want {
			t.Errorf("%q: %v, %v", password, right, err)
		}
	}
	if again, _ := p.hash(ctx, "correct horse battery staple"); again == hash {
		t.Error("two hashes of one password are alike")
	}
}

func TestAPasswordIsTheSameOnEveryKeyboard(t *testing.T) {
	p, ctx := newPasswords(id.Seeded(1)), context.Background()
	hash, err := p.hash(ctx, "caf\u00e9 au lait, s'il vous plaît")
	if err != nil {
		t.Fatal(err)
	}
	if right, err := p.verify(ctx, "cafe\u0301 au lait, s'il vous plaît", hash); err != nil || !right {
		t.Errorf("%v, %v", right, err)
	}
}

func TestAHashOfAnotherCostStaysGood(t *testing.T) {
	// From the reference implementation: argon2 somesalt -id -t 2 -k 65536 -p 4, "password".
	const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	p := newPasswords(id.Seeded(1))
	if right, err := p.verify(context.Background(), "password", reference); err != nil || !right {
		t.Errorf("%v, %v", right, err)
	}
}

func TestNobodysHashIsOpenedByNothing(t *testing.T) {
	p := newPasswords(id.Seeded(1))
	for _, password := range []string{"", "password", strings.Repeat("\x00", 32)} {
		if right, err := p.verify(context.Background(), password, nobody); err != nil || right {
			t.Errorf("%q: %v, %v", password, right, err)
		}
	}
}

func TestWhatIsNoHashIsAnError(t *testing.T) {
	p := newPasswords(id.Seeded(1))
	for _, hash := range []string{"", "x", "$2a$12$abc", "$argon2i$v=19$m=1,t=1,p=1$c2FsdA$a2V5", "$argon2id$v=16$m=8,t=1,p=1$c2FsdA$a2V5", "$argon2id$v=19$m=8,t=0,p=0$c2FsdA$a2V5", "$argon2id$v=19$m=8,t=1,p=1$!$a2V5", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$a2V5"} {
		if right, err := p.verify(context.Background(), "password", hash); err == nil || right {
			t.Errorf("%q: %v, %v", hash, right, err)
		}
	}
}

func TestACrowdWaitsForItsTurnAndThenIsRefused(t *testing.T) {
	p := newPasswords(id.Seeded(1))
	for range atOnce {
		p.turns <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := p.hash(ctx, "correct horse battery staple")
	if f := fault.As(err); f.Code != fault.Overloaded || f.RetryAfter == 0 {
		t.Errorf("got %v", err)
	}
	<-p.turns
	if _, err := p.hash(context.Background(), "correct horse battery staple"); err != nil {
		t.Errorf("with a place: %v", err)
	}
	if len(p.turns) != atOnce-1 {
		t.Errorf("a place was not given back: %d taken", len(p.turns))
	}
}
