// Package divisions knows the administrative divisions of China.
//
// What it is: reference data that comes with the program (GB/T 2260, data/README.md): provinces,
// cities and counties with their codes and names, which are listed, searched and looked up.
//
// Owns: Division, the short form of a code. Does not own: who lies in which division
// (organizations).
//
// Words: division (行政区划), level (级别), separately planned (计划单列市).
//
// Rules: a code is kept short, two, four or six digits (31, 3302, 310107), so that what begins
// with it lies within it; six digits that end in zeros are the same code written long. Codes
// that were retired are not here, and whoever has kept one keeps it.
//
// Files: division.go (the type and the data), list_divisions.go.
package divisions
