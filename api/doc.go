// Package api is generated from openapi.yaml: types, the strict server interface, routes and
// the embedded contract. Change the contract, then run scripts/generate.
package api
