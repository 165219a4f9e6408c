// Package scenarios tells whole stories through HTTP, on both databases.
//
// What it is: tests only. Each is named as a sentence and reads as a story.
package scenarios
