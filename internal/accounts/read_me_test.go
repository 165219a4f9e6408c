package accounts

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
)

func TestMyAccessIsThePolicySeenFromMyGrants(t *testing.T) {
	me := access.Actor{Account: id.Ref{Prefix: "acc", UUID: [16]byte{1}}, Grants: []access.Grant{
		{Role: access.Registrar, On: school},
		{Role: access.Auditor, Until: noon},                      // has ended
		{Role: access.Organiser, On: edition, From: noon.Add(1)}, // has not begun
	}}
	got := accessOf(me, noon)
	for action, want := range map[access.Action]bool{
		access.ReadService: true, access.ReadMe: true, access.ChangePassword: true, access.ListOrganizations: true,
		access.CreateOrganization: false, access.ReadAccount: false, access.CreateEntry: false,
	} {
		if slices.Contains(got.Everywhere, action) != want {
			t.Errorf("everywhere: %s should be %v", action, want)
		}
	}
	if len(got.Grants) != 1 || got.Grants[0].Role != access.Registrar || got.Grants[0].On != school {
		t.Fatalf("the grants are %v", got.Grants)
	}
	for _, action := range got.Grants[0].Actions {
		if err := me.May(action, access.Scope{school}, noon); err != nil {
			t.Errorf("%s is shown and refused: %v", action, err)
		}
	}
	if !slices.Contains(got.Grants[0].Actions, access.CreateEntry) || !slices.IsSorted(got.Grants[0].Actions) {
		t.Errorf("the actions are %v", got.Grants[0].Actions)
	}
}

func TestARoleIsNotToldWhatItsThingIsTooSmallOrTooFarAsideFor(t *testing.T) {
	me := access.Actor{Account: id.Ref{Prefix: "acc", UUID: [16]byte{1}}, Grants: []access.Grant{
		{Role: access.Organiser, On: event}, {Role: access.Organiser, On: edition}, {Role: access.Auditor, On: edition}, {Role: access.Auditor}, {Role: access.Registrar, On: school},
	}}
	for i, want := range []map[access.Action]bool{
		{access.UpdateEvent: true, access.UpdateEdition: false, access.CreateQuota: false, access.GiveGrant: true},
		{access.UpdateEvent: true, access.UpdateEdition: true, access.CreateQuota: true, access.GiveGrant: true},
		{access.ListEntries: true, access.ReadAuditLog: false, access.ListAccounts: false, access.ListPeople: false},
		{access.ListEntries: true, access.ReadAuditLog: true, access.ListAccounts: true, access.ListPeople: true},
		{access.ListEntries: true, access.ListPeople: true},
	} {
		got := accessOf(me, noon).Grants[i]
		for action, is := range want {
			if slices.Contains(got.Actions, action) != is {
				t.Errorf("%s on %s: %s should be %v", got.Role, got.On, action, is)
			}
		}
	}
}

func TestWithAPasswordToChangeNothingElseIsAllowed(t *testing.T) {
	me := access.Actor{Account: id.Ref{Prefix: "acc", UUID: [16]byte{1}}, MustChangePassword: true, Grants: []access.Grant{{Role: access.Administrator}}}
	want := Access{
		Everywhere: []access.Action{ // the caller's own, and what is everybody's
			access.ChangePassword, access.ReadMe, access.ReadService, access.SignIn, access.SetUp, access.ReadCheckpoint, access.ReadPublished,
		},
		Grants: []GrantAccess{{Role: access.Administrator, Actions: []access.Action{}}},
	}
	slices.Sort(want.Everywhere)
	if diff := cmp.Diff(want, accessOf(me, noon)); diff != "" {
		t.Error(diff)
	}
}

func TestAServiceTokenMayDoWhatItListsAndAskWhoItIs(t *testing.T) {
	token := ServiceToken{ID: id.ID[ServiceToken]{1}, Actions: []access.Action{access.ListEntries}, Within: edition, ExpiresAt: noon}
	actor := token.actor()
	if err := actor.May(access.ReadMe, self(actor), noon); err != nil {
		t.Error(err)
	}
	if err := actor.May(access.ListEntries, access.Scope{event, edition}, noon); err != nil {
		t.Error(err)
	}
	if actor.May(access.ListEntries, nil, noon) == nil || actor.May(access.ReadEntry, access.Scope{edition}, noon) == nil {
		t.Error("it may do more")
	}
	everybody := []access.Action{access.ReadCheckpoint, access.ReadMe, access.ReadPublished, access.ReadService, access.SignIn, access.SetUp}
	want := Access{Everywhere: everybody, Grants: []GrantAccess{{"service", edition, noon, token.Actions}}}
	if diff := cmp.Diff(want, token.access(noon)); diff != "" {
		t.Error(diff)
	}
}

func TestTheScopeOfACallerNamesNothingEmpty(t *testing.T) {
	if got := self(access.Actor{Account: school}); !slices.Equal(got, access.Scope{school}) {
		t.Errorf("got %v", got)
	}
	if got := self(access.Anonymous); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
