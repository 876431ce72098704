//go:build live

// Command report calls a workspace, as package live says, and prints what came back as Markdown.
//
//	INTERCOM_ACCESS_TOKEN=... go run -tags live ./internal/live/report [-region EU] [-write] > report.md
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/live"
)

var regions = map[string]intercom.Region{"US": intercom.US, "EU": intercom.EU, "AU": intercom.AU}

func main() {
	log.SetFlags(0)
	name := flag.String("region", "", "`region` of the workspace: US, EU or AU; without it INTERCOM_BASE_URL, or else US")
	write := flag.Bool("write", false, "also create objects, change and delete them again")
	flag.Parse()

	var opts []intercom.Option
	if *name != "" {
		opts = append(opts, intercom.WithRegion(regions[*name]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	report, err := live.Run(ctx, *write, os.Stderr, opts...)
	if report != nil {
		fmt.Print(report)
	}
	if err != nil {
		log.Fatal(err)
	}
}
