// Package client is the Go client, generated from openapi.yaml.
package client
