// Package people knows the human beings who take part.
//
// What it is: persons with their name, birth date and the organization that keeps their data; what
// hangs on them: identity documents, where they study and work, consents of guardians; and the
// records that turned out to be one human being.
//
// Owns: Person, Document, Enrolment, Employment, Consent, Merge. Does not own: accounts (accounts:
// who signs in), what a person does in an entry (registration), organizations, how a value is
// sealed (vault).
//
// Words: person (人员), Latin name (拼音姓名), birth date (出生日期), identity document (证件),
// enrolment (学籍), employment (任职), dual-qualified (双师型), guardian's consent (监护人同意),
// merge (合并), erasure (删除).
//
// Rules: one human, once: a document (type, number) belongs to one person, and records that are
// one human being are merged, which can be taken back, unless that one would stand in an event
// twice, or compete in two of an edition that lets a person compete in one. Numbers lie sealed in
// the database and are found by a keyed digest; they are shown masked, and whole only by an
// operation of its own that is in the journal before it answers. That a number is known here
// cannot be hidden from who enters it; whose it is can, and is. Whoever reads about a person
// under age is written into the journal before the answer is given. Who is under 14 at the act,
// by the UTC date, needs a guardian's consent: whatever date the rules of an edition look at, the
// consent is to what is done now. A registrar sees and enters only people of the own
// organization, and only an active organization takes new people. A birth date lies between 1900
// and today. Names and birth dates go to the erasable part of the journal, never into a fact; an
// erased person leaves an id, and the lists that were published.
//
// Files: person.go, document.go, enrolment.go, employment.go, consent.go, merge.go, duplicates.go,
// forget.go (types, rules, and the use cases of what hangs on a person), create_person.go,
// update_person.go, list_people.go, add_document.go, disclose_document.go, reseal_documents.go,
// about_person.go (who may read and change it), store.go, facts.go.
package people
