package app

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/peterbourgon/ff/v3"
)

// Settings are what an installation says of itself. Each is a flag (--public-url), an
// environment variable (SAICHANG_PUBLIC_URL) or a line of the file that --config names
// (public-url https://…), in this order.
type Settings struct {
	Data           string        // folder of the database file, the keys and the checkpoints
	Database       string        // postgres://… or a SQLite file
	Connections    int           // to PostgreSQL, at most
	Listen         string        // address of the API
	Operations     string        // loopback address of metrics; "" is none
	PublicURL      string        // how clients reach the API
	TrustedProxies []*net.IPNet  // whose X-Forwarded-For is believed
	CORS           []string      // origins that may call
	Certificate    string        // TLS: PEM files
	PrivateKey     string        //
	LogLevel       string        // debug, info, warn, error
	OTLPEndpoint   string        // of an OpenTelemetry collector; "" sends no spans
	Drain          time.Duration // how long a stop waits for requests
}

// readSettings reads the settings of a subcommand and its operands, which may stand between
// them. Sentences about wrong ones go to the caller.
func readSettings(name string, args []string, help io.Writer, more func(*flag.FlagSet), operands ...*string) (Settings, error) {
	var s Settings
	take := func(from []string) []string {
		for len(operands) > 0 && len(from) > 0 && (from[0] == "-" || !strings.HasPrefix(from[0], "-")) {
			*operands[0], operands, from = from[0], operands[1:], from[1:]
		}
		return from
	}
	fs := flag.NewFlagSet("saichang "+name, flag.ContinueOnError)
	fs.SetOutput(help)
	fs.StringVar(&s.Data, "data", "data", "folder of the database file, the keys and the checkpoints")
	fs.StringVar(&s.Database, "database-url", "", "postgres://… or a SQLite file (default DATA/saichang.db)")
	fs.StringVar(&s.Database, "db", "", "short for --database-url")
	fs.IntVar(&s.Connections, "connections", 8, "to PostgreSQL, at most")
	fs.StringVar(&s.Listen, "listen", "127.0.0.1:8080", "address of the API")
	fs.StringVar(&s.Operations, "operations", "", "loopback address of metrics, such as 127.0.0.1:9090; empty is none")
	fs.StringVar(&s.PublicURL, "public-url", "", "how clients reach the API (default http://LISTEN)")
	proxies := fs.String("trusted-proxies", "", "networks whose X-Forwarded-For is believed, comma-separated: 10.0.0.0/8")
	cors := fs.String("cors", "", "origins that may call from a browser, comma-separated: https://example.org")
	fs.StringVar(&s.Certificate, "tls-certificate", "", "PEM file; reloaded on SIGHUP")
	fs.StringVar(&s.PrivateKey, "tls-key", "", "PEM file; reloaded on SIGHUP")
	fs.StringVar(&s.LogLevel, "log-level", "info", "debug, info, warn or error")
	fs.StringVar(&s.OTLPEndpoint, "otlp-endpoint", "", "OpenTelemetry collector that is sent spans over HTTP, such as http://127.0.0.1:4318; empty is none")
	fs.DurationVar(&s.Drain, "drain", 25*time.Second, "how long a stop waits for requests")
	_ = fs.String("config", "", "file with one setting a line")
	if more != nil {
		more(fs)
	}
	for more := true; more; more = len(args) > 0 && len(operands) > 0 {
		err := ff.Parse(fs, take(args), ff.WithEnvVarPrefix("SAICHANG"), ff.WithConfigFileFlag("config"), ff.WithConfigFileParser(ff.PlainParser))
		if err != nil {
			return s, err
		}
		args = fs.Args() // from the first operand on
	}
	if len(args) > 0 {
		return s, fmt.Errorf("%q is not understood; see saichang %s --help", args[0], name)
	}
	if len(operands) > 0 {
		return s, fmt.Errorf("saichang %s is not complete; see saichang help", name)
	}
	return s, s.complete(*proxies, *cors)
}

// complete fills in defaults and refuses what cannot work.
func (s *Settings) complete(proxies, cors string) error {
	if s.Database == "" {
		s.Database = filepath.Join(s.Data, "saichang.db")
	}
	if s.Connections < 2 {
		return fmt.Errorf("--connections %d is too few: a migration alone holds one and uses another", s.Connections)
	}
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		return fmt.Errorf("--listen %q is not host:port", s.Listen)
	}
	if s.Operations != "" {
		host, _, err := net.SplitHostPort(s.Operations)
		if ip := net.ParseIP(host); err != nil || (host != "localhost" && (ip == nil || !ip.IsLoopback())) {
			return fmt.Errorf("--operations %q is not a loopback address: metrics are not for everybody", s.Operations)
		}
	}
	if (s.Certificate == "") != (s.PrivateKey == "") {
		return errors.New("--tls-certificate and --tls-key go together")
	}
	scheme := "http://"
	if s.Certificate != "" {
		scheme = "https://"
	}
	if s.PublicURL == "" {
		s.PublicURL = scheme + s.Listen
	}
	for flag, address := range map[string]*string{"--public-url": &s.PublicURL, "--otlp-endpoint": &s.OTLPEndpoint} {
		*address = strings.TrimRight(*address, "/")
		if u, err := url.Parse(*address); *address != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
			return fmt.Errorf("%s %q is not http(s)://host", flag, *address)
		}
	}
	for _, text := range list(proxies) {
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return fmt.Errorf("--trusted-proxies: %q is not a network such as 10.0.0.0/8", text)
		}
		s.TrustedProxies = append(s.TrustedProxies, network)
	}
	for _, origin := range list(cors) {
		if u, err := url.Parse(origin); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.Scheme+"://"+u.Host != origin {
			return fmt.Errorf("--cors: %q is not an origin such as https://example.org", origin)
		}
		s.CORS = append(s.CORS, origin)
	}
	return nil
}

func list(text string) (out []string) {
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
