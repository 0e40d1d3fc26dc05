// Drives a CML server with gocmlclient, which Cisco's Terraform provider is built on, and checks what it reads.
//
//	gocmlclient https://127.0.0.1:8443 admin cml-simulator
//
// The server must be up, licensed for four nodes or none, and is left as it was found. Each step is told as a line of
// JSON before it is taken; after the last one comes {"conforms":true}.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	cmlclient "github.com/rschmied/gocmlclient"
)

const patience = 60 * time.Second

type world struct {
	ctx      context.Context
	url      string
	username string
	password string
	*cmlclient.Client
}

type step struct {
	name string
	take func(world)
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: gocmlclient URL USERNAME PASSWORD")
		os.Exit(2)
	}
	url, username, password := os.Args[1], os.Args[2], os.Args[3]
	// What the client itself has to say would be lost between the steps.
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	w := world{ctx, url, username, password, cmlclient.New(url, true)}
	w.SetUsernamePassword(username, password)
	for _, s := range steps {
		tell(map[string]any{"step": s.name})
		s.take(w)
	}
	tell(map[string]any{"conforms": true})
}

func tell(what map[string]any) {
	line, err := json.Marshal(what)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

// another is a client of its own, who knows nothing of what the first was told to do.
func (w world) another(password string) *cmlclient.Client {
	other := cmlclient.New(w.url, true)
	other.SetUsernamePassword(w.username, password)
	return other
}

// must takes what a call of the client answers, or ends the program.
func must[T any](answer T, err error) T {
	done(err)
	return answer
}

func done(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func expect(holds bool, format string, args ...any) {
	if !holds {
		fail(format, args...)
	}
}

// refuses ends the program when a call that CML has to refuse went through.
func refuses(what string, err error) {
	expect(err != nil, "%s was not refused", what)
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// until asks again and again, for whatever is started comes up later.
func (w world) until(what string, holds func() bool) {
	for end := time.Now().Add(patience); !holds(); time.Sleep(200 * time.Millisecond) {
		expect(time.Now().Before(end), "%s: not within %s", what, patience)
	}
}

func (w world) converged(lab string) {
	w.until("convergence", func() bool { return must(w.HasLabConverged(w.ctx, lab)) })
}
