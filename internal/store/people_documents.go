package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/vault"
)

type documentRow struct {
	ID         id.ID[people.Document]
	CreatedAt  instant
	Person     id.ID[people.Person]
	Type       people.DocumentType
	NumberHash []byte
	KeyID      string
	Sealed     []byte
}

func (documentRow) TableName() string { return "identity_documents" }

func (r documentRow) document() people.Document {
	return people.Document{
		ID: r.ID, CreatedAt: r.CreatedAt.Time, Person: r.Person, Type: r.Type, Hash: r.NumberHash, Sealed: vault.Sealed{Key: r.KeyID, Box: r.Sealed},
	}
}

// Document reads one.
func (tx *Tx) Document(ctx context.Context, d id.ID[people.Document]) (people.Document, error) {
	var r documentRow
	err := tx.db.WithContext(ctx).Where("id = ?", d).Take(&r).Error
	return r.document(), translate(err)
}

// DocumentByHash finds one by the keyed digest of its number.
func (tx *Tx) DocumentByHash(ctx context.Context, t people.DocumentType, hash []byte) (people.Document, error) {
	var r documentRow
	err := tx.db.WithContext(ctx).Where("type = ? and number_hash = ?", t, hash).Take(&r).Error
	return r.document(), translate(err)
}

// Documents reads those of a person, the oldest first.
func (tx *Tx) Documents(ctx context.Context, p id.ID[people.Person]) ([]people.Document, error) {
	return hangingOn(ctx, tx, p, documentRow.document)
}

// hangingOn reads the rows of a table that belong to a person, the oldest first.
func hangingOn[R, T any](ctx context.Context, tx *Tx, p id.ID[people.Person], of func(R) T) ([]T, error) {
	var rows []R
	err := tx.db.WithContext(ctx).Where("person = ?", p).Order("created_at, id").Find(&rows).Error
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = of(r)
	}
	return out, err
}

// AddDocument inserts one; identity_document_taken if another unit was faster.
func (tx *Tx) AddDocument(ctx context.Context, d people.Document) error {
	if err := tx.sealing(ctx, d.Sealed); err != nil {
		return err
	}
	return tx.db.WithContext(ctx).Create(&documentRow{d.ID, at(d.CreatedAt), d.Person, d.Type, d.Hash, d.Sealed.Key, d.Sealed.Box}).Error
}

// RemoveDocument deletes one.
func (tx *Tx) RemoveDocument(ctx context.Context, d id.ID[people.Document]) error {
	return tx.db.WithContext(ctx).Exec("delete from identity_documents where id = ?", d).Error
}

// DocumentsUnderOther reads and locks some that are sealed under another key than this one.
func (tx *Tx) DocumentsUnderOther(ctx context.Context, key string, after id.ID[people.Document], most int) ([]people.Document, error) {
	var rows []documentRow
	err := tx.locked(ctx).Where("id > ? and key_id <> ?", after[:], key).Order("id").Limit(most).Find(&rows).Error
	return documentsOf(rows), err
}

// ResealDocument writes how one is sealed.
func (tx *Tx) ResealDocument(ctx context.Context, d id.ID[people.Document], sealed vault.Sealed) error {
	if err := tx.sealing(ctx, sealed); err != nil {
		return err
	}
	return tx.db.WithContext(ctx).Exec("update identity_documents set key_id = ?, sealed = ? where id = ?", sealed.Key, sealed.Box, d).Error
}

type consentRow struct {
	ID          id.ID[people.Consent]
	Revision    int64
	CreatedAt   instant
	UpdatedAt   instant
	Person      id.ID[people.Person]
	GivenBy     string
	Relation    people.Relation
	GivenDate   string
	Evidence    string
	WithdrawnAt *instant
}

func (consentRow) TableName() string { return "guardian_consents" }

func toConsentRow(c people.Consent) consentRow {
	return consentRow{c.ID, c.Revision, at(c.CreatedAt), at(c.UpdatedAt), c.Person, c.GivenBy, c.Relation, c.GivenDate, c.Evidence, atPtr(c.WithdrawnAt)}
}

func (r consentRow) consent() people.Consent {
	return people.Consent{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Person: r.Person, GivenBy: r.GivenBy,
		Relation: r.Relation, GivenDate: r.GivenDate, Evidence: r.Evidence, WithdrawnAt: timePtr(r.WithdrawnAt),
	}
}

// Consent reads one.
func (tx *Tx) Consent(ctx context.Context, c id.ID[people.Consent]) (people.Consent, error) {
	var r consentRow
	err := tx.db.WithContext(ctx).Where("id = ?", c).Take(&r).Error
	return r.consent(), translate(err)
}

// Consents reads those of a person, the oldest first.
func (tx *Tx) Consents(ctx context.Context, p id.ID[people.Person]) ([]people.Consent, error) {
	return hangingOn(ctx, tx, p, consentRow.consent)
}

// AddConsent inserts one.
func (tx *Tx) AddConsent(ctx context.Context, c people.Consent) error {
	r := toConsentRow(c)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeConsent writes one over the revision before it.
func (tx *Tx) ChangeConsent(ctx context.Context, c people.Consent) error {
	r := toConsentRow(c)
	return tx.replace(ctx, &r, c.ID[:], c.Revision)
}
