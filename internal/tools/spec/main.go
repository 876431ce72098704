// Spec extracts from Intercom's OpenAPI descriptions the facts that the tests of the SDK compare its code with: operations,
// parameters, schemas and enums, and no sentence of prose.
//
//	go run ./spec -in DIR -commit SHA           # write ../spec/*.json and ../requests/rules.json
//	go run ./spec diff OLD.yaml NEW.yaml        # print the work that a new description makes
//
// DIR holds the descriptions as VERSION.yaml and preview.yaml; SHA is the commit of [repository] they were taken from.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

const (
	current    = "2.16" // the version the SDK speaks
	repository = "https://github.com/intercom/Intercom-OpenAPI"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("spec: ")
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	if len(os.Args) > 1 && os.Args[1] == "diff" {
		return runDiff(os.Args[2:])
	}
	in := flag.String("in", "", "`directory` with the descriptions")
	out := flag.String("out", "../spec", "`directory` of the extracted facts")
	requests := flag.String("requests", "../requests", "`directory` of the facts about requests")
	commit := flag.String("commit", "", "`commit` the descriptions were taken from")
	version := flag.String("version", current, "`version` of the API to read")
	flag.Parse()

	switch {
	case *in == "":
		return errors.New("-in is missing")
	case *commit == "":
		return errors.New("-commit is missing")
	}
	modern, preview, err := extract(*in, *version, *commit)
	if err != nil {
		return err
	}
	return errors.Join(
		write(filepath.Join(*out, "v"+*version+".json"), modern),
		write(filepath.Join(*out, "preview.json"), preview),
		write(filepath.Join(*requests, "rules.json"), modern.requests()),
	)
}

// extract reads the description of a version and of the preview, of which it keeps what the version does not have.
func extract(dir, version, commit string) (modern, preview *document, err error) {
	if modern, err = read(filepath.Join(dir, version+".yaml"), "", commit); err != nil {
		return nil, nil, err
	}
	if preview, err = read(filepath.Join(dir, "preview.yaml"), "preview/", commit); err != nil {
		return nil, nil, err
	}
	preview.subtract(modern)
	return modern, preview, nil
}

// runDiff prints what one description has and another has not, each with the place in the SDK that it belongs to.
func runDiff(args []string) error {
	flags := flag.NewFlagSet("diff", flag.ContinueOnError)
	root := flags.String("root", "../..", "`directory` of the SDK")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return errors.New("diff takes two descriptions: OLD.yaml NEW.yaml")
	}
	before, err := read(flags.Arg(0), "", "")
	if err != nil {
		return err
	}
	after, err := read(flags.Arg(1), "", "")
	if err != nil {
		return err
	}
	lines, err := workList(before, after, *root)
	for _, line := range lines {
		fmt.Println(line)
	}
	return err
}

func load(file string) (*document, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	doc := new(document)
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(doc); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return doc, nil
}

func write(file string, doc any) error {
	b, err := encode(doc)
	if err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o644)
}

func encode(doc any) ([]byte, error) {
	compact, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := layout(&b, compact, "", 0); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// layout indents JSON, but keeps on one line whatever fits there: the file is short, and a diff shows one line per fact.
// The first line starts at the given column.
func layout(b *bytes.Buffer, value json.RawMessage, indent string, column int) error {
	if column+len(value) <= 120 || value[0] != '{' && value[0] != '[' {
		b.Write(value)
		return nil
	}
	b.WriteByte(value[0])
	dec := json.NewDecoder(bytes.NewReader(value))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for sep := "\n"; dec.More(); sep = ",\n" {
		line := indent + "  "
		if value[0] == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			line += fmt.Sprintf("%q: ", key)
		}
		var element json.RawMessage
		if err := dec.Decode(&element); err != nil {
			return err
		}
		b.WriteString(sep + line)
		if err := layout(b, element, indent+"  ", len(line)); err != nil {
			return err
		}
	}
	b.WriteString("\n" + indent + string(value[len(value)-1]))
	return nil
}
