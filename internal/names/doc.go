// Package names handles what people and things are called.
//
// What it is: text in several languages, and the keys by which a name is searched and
// sorted: the name itself, its full pinyin, its pinyin initials.
//
// Owns: Text, normal form of names, search keys, sort keys.
// Does not own: the index (store), which languages an edition prints.
//
// Words: full pinyin (全拼), initials (简拼), language tag (语言标签, BCP 47).
//
// Rules: a name is kept as it was given, in Unicode normal form C, with the white space
// around it and invisible characters taken away; "·" and characters outside the BMP stay.
//
// Files: names.go, code.go (codes that spreadsheets took for numbers).
package names
