package store_test

import (
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/store"
)

// What somebody changes who owns the database, and drops the triggers first.
func TestAForgedJournalDoesNotVerify(t *testing.T) {
	for says, c := range map[string]struct {
		forged []string
		tells  string
	}{
		"a fact says something else":  {[]string{`update journal set data = '{"thing":0,"count":9}' where name = 'sheet.signed' and ordinal = 0`}, "seal 1"},
		"somebody else did it":        {[]string{"update journal set actor = '' where ordinal = 1"}, "seal 1"},
		"a fact is gone":              {[]string{"delete from journal where ordinal = 2"}, "seal 1"},
		"a fact was slipped in":       {[]string{"insert into journal select unit, 3, at, actor, action, name, subject, within, edition, request, data, personal_hash from journal where ordinal = 2"}, "seal 1"},
		"personal values are others":  {[]string{`update journal_personal set body = '"x"'`}, "seal 1"},
		"a seal covers other facts":   {[]string{"update seals set digest = previous where number = 2"}, "seal 2"},
		"a seal is gone":              {[]string{"delete from seals where number = 1"}, "seal 1"},
		"the last seal is gone":       {[]string{"delete from checkpoints where seals = 2", "delete from seals where number = 2"}, "no seal covers"},
		"a tree hash is another":      {[]string{"update seal_tree set hash = (select digest from seals where number = 2) where position = 0"}, "position 0"},
		"a checkpoint promises other": {[]string{"update checkpoints set facts = facts + 1 where seals = 2"}, "its row does not say what its note says"},
	} {
		t.Run(strings.ReplaceAll(says, " ", "_"), func(t *testing.T) {
			eachDB(t, func(t *testing.T, db *store.DB) {
				w := newJournalWorld(t, db)
				w.burst("sheet.signed")
				w.burst("sheet.signed")
				w.sign()
				if r := w.verify(checkpointFiles(t, w)...); !r.OK() || r.Outside == 0 {
					t.Fatalf("before it was touched: %s", r)
				}
				w.dropTriggers()
				for _, statement := range c.forged {
					w.forge(statement)
				}
				if r := w.verify(); r.OK() || !strings.Contains(r.String(), c.tells) {
					t.Errorf("it does not tell %q: %s", c.tells, r)
				}
			})
		})
	}
}

// Whoever writes the whole past anew makes a chain that is sound in itself: only a checkpoint
// that was kept outside tells.
func TestARewrittenPastShowsAgainstACheckpointFromOutside(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		w.burst("sheet.signed")
		w.sign()
		outside := checkpointFiles(t, w)
		w.dropTriggers()
		for _, table := range []string{"checkpoints", "seal_tree", "seals", "journal_personal", "journal"} {
			w.forge("delete from " + table)
		}
		w.burst("sheet.signed")
		if r := w.verify(); !r.OK() {
			t.Errorf("in itself it is sound: %s", r)
		}
		if r := w.verify(outside...); r.OK() || !strings.Contains(r.String(), "the past was rewritten") {
			t.Errorf("the checkpoint does not tell: %s", r)
		}
	})
}

func TestErasedPersonalValuesAreToldAsErasedNotAsBroken(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		w.burst("thing.changed")
		w.forge("delete from journal_personal")
		if r := w.verify(); !r.OK() || r.Personal != 3 || r.Erased != 3 {
			t.Errorf("%s", r)
		}
	})
}
