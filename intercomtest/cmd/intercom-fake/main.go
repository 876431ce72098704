// Intercom-fake is a fake Intercom on a port of this machine, for programs in any
// language and for curl: the workspace of package intercomtest, which keeps what
// one request writes for the next one to read. It also sends signed notifications,
// and records the traffic of a real workspace without its secrets.
//
//	go run github.com/go-intercom/intercom/intercomtest/cmd/intercom-fake@latest -h
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// The exit statuses of the program.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// program is where a command writes to.
type program struct {
	stdout io.Writer // what was asked for
	stderr io.Writer // the log and errors
}

// run runs the command that the arguments name, and returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	p := &program{stdout: stdout, stderr: &lockedWriter{to: stderr}}
	err := p.dispatch(ctx, args)
	if err == nil {
		return exitOK
	}
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, help)
		return exitOK
	}
	fmt.Fprintln(p.stderr, "intercom-fake:", oneLine(err.Error()))
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// dispatch calls a command by its name. Without one the fake is served.
func (p *program) dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return p.serve(ctx, args)
	}
	switch name, rest := args[0], args[1:]; name {
	case "record":
		return p.record(ctx, rest)
	case "replay":
		return p.replay(ctx, rest)
	case "trigger":
		return p.trigger(ctx, rest)
	case "operations":
		return p.operations(rest)
	case "help":
		return flag.ErrHelp
	default:
		return usagef("%q is no command: there are record, replay, trigger and operations; intercom-fake -h explains them", name)
	}
}

// usageError is a mistake in the arguments.
type usageError struct{ problem string }

func (e usageError) Error() string { return e.problem }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// newFlags makes a set of flags that prints nothing by itself.
func newFlags(command string) *flag.FlagSet {
	flags := flag.NewFlagSet(strings.TrimSpace("intercom-fake "+command), flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	return flags
}

// parse reads flags and at most so many other arguments, in any order.
func parse(flags *flag.FlagSet, args []string, most int) ([]string, error) {
	var others []string
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usagef("%v; %s", err, seeHelp)
		}
		if flags.NArg() == 0 {
			return others, nil
		}
		if len(others) == most {
			return nil, usagef("%q is one argument too many; %s", flags.Arg(0), seeHelp)
		}
		others, args = append(others, flags.Arg(0)), flags.Args()[1:]
	}
}

const seeHelp = "intercom-fake -h lists the flags"

// oneLine puts a text on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
