// Package people knows the human beings who take part.
//
// What it is: persons with their name, birth date and the organization that they come from.
//
// Owns: Person. Does not own: accounts (accounts: who signs in), what a person does in an
// entry (registration), organizations.
//
// Words: person (人员), Latin name (拼音姓名), birth date (出生日期).
//
// Rules: one human, once; no identity numbers are kept. Whoever reads about a person under
// age is written into the journal before the answer is given. A registrar sees and enters only
// people of the own organization, and only an active organization takes new people. A birth
// date lies between 1900 and today. Names and birth dates go to the erasable part of the
// journal, never into a fact.
//
// Files: person.go (the type and its rules), create_person.go, update_person.go,
// list_people.go, store.go, facts.go.
package people
