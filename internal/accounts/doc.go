// Package accounts knows who may come in, and as what.
//
// What it is: accounts with their passwords, the roles that they are given, the sessions of
// people and the tokens of programs, the first administrator; and how a token becomes the
// actor that every permission is asked of.
//
// Owns: Account, Grant, Session, ServiceToken, the setup code, the slowing of guesses.
// Does not own: what a role may do (access), who a person is (people), which judge sits on
// which panel (judging; the seat is a grant that judging writes), what somebody does at a training
// base (training; the assignment is read as a grant), organizations.
//
// Words: account (账号), login (登录名), grant (授权), session (会话), service token (服务令牌),
// setup code (初始化码).
//
// Rules: there is no default account: the first administrator is made with a one-time code.
// Tokens, passwords and codes are kept as hashes only. A changed role, a disabled account, a
// new password or an ended session acts on the next request. Nobody gives a role to
// themselves, or one above their own; one administrator without an end always remains. An
// unknown name, a wrong password and a disabled account are answered alike, after the same
// work. Guessing is slowed down by account and by network peer, nobody is locked out for
// good. Login and display name are personal: no fact, no log line holds them.
//
// Files: account.go, password.go, grant.go, session.go, service_token.go, setup.go,
// throttle.go (types and rules); actors.go (the cache of who is calling), authenticate.go;
// one use case per file; store.go, facts.go.
package accounts
