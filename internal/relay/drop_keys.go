package relay

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// KeysRetired : nothing is sealed with these keys any more.
type KeysRetired struct {
	Keys []string `json:"keys"`
}

// Fact names it.
func (KeysRetired) Fact() (string, id.Ref) { return "keys.retired", id.Ref{} }

// DropKeys takes the former sealing keys out of the key file that nothing needs, and says which
// they were. They are retired first, so that no process seals with one of them after it was found
// to be needless: not even one that runs since before the rotation. It can be interrupted and
// repeated.
func DropKeys(ctx context.Context, units work.Units[Store], path string, needed func(key string) (bool, error)) (dropped []string, err error) {
	err = replaceKeys(path, func() (keyFile, error) {
		f, k, err := loadKeys(path)
		if err != nil || len(k.Vault.Former()) == 0 {
			return f, err
		}
		if _, err := work.Do(ctx, units, func(u *work.Unit[Store]) (struct{}, error) {
			if err := u.Allow(access.RetireKeys, nil); err != nil {
				return struct{}{}, err
			}
			u.Record(KeysRetired{k.Vault.Former()})
			return struct{}{}, u.Store.RetireKeys(ctx, k.Vault.Former(), u.Now)
		}); err != nil {
			return f, err
		}
		for _, former := range k.Vault.Former() {
			is, err := needed(former)
			if err != nil {
				return f, err
			}
			if !is {
				dropped = append(dropped, former)
			}
		}
		f.Sealing = slices.DeleteFunc(f.Sealing, func(key vault.Key) bool { return slices.Contains(dropped, key.ID) })
		return f, nil
	})
	return dropped, err
}
