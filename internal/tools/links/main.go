// Links checks the links of the documents: that what they name in the repository is there, with its headings.
//
//	go run ./links             # those within the repository, offline
//	go run ./links -external   # also whether addresses elsewhere respond
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	root := flag.String("root", "../..", "`directory` of the repository")
	external := flag.Bool("external", false, "also ask for addresses elsewhere")
	flag.Parse()
	documents, err := read(*root)
	if err != nil {
		log.Fatal(err)
	}
	problems := local(os.DirFS(*root), documents)
	if *external {
		problems = append(problems, newAsker().all(context.Background(), documents)...)
	}
	if len(problems) > 0 {
		log.Fatal(errors.Join(problems...))
	}
}

// A document is a Markdown file.
type document struct {
	name    string // with slashes, relative to the root
	links   []link
	anchors []string
}

// read reads all documents of a repository.
func read(root string) ([]document, error) {
	var all []document
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".") && relative != "." && d.Name() != ".github"
		if d.IsDir() && (hidden || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".md" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		all = append(all, parse(filepath.ToSlash(relative), string(text)))
		return nil
	})
	return all, err
}

// local checks the links within the repository.
func local(files fs.FS, documents []document) []error {
	var problems []error
	for _, d := range documents {
		for _, l := range d.links {
			if l.isExternal() {
				continue
			}
			if problem := resolve(files, documents, d, l.target); problem != "" {
				problems = append(problems, fmt.Errorf("%s:%d: %s: %s", d.name, l.line, l.target, problem))
			}
		}
	}
	return problems
}

// resolve reports what is wrong with a link, if anything is.
func resolve(files fs.FS, documents []document, from document, target string) string {
	name, anchor, hasAnchor := strings.Cut(target, "#")
	to := from.name
	if name != "" {
		to = path.Join(path.Dir(from.name), name)
	}
	if strings.HasPrefix(to, "../") || strings.HasPrefix(name, "/") {
		return "leads out of the repository"
	}
	if _, err := fs.Stat(files, to); err != nil {
		return "there is no such file"
	}
	if !hasAnchor || path.Ext(to) != ".md" {
		return ""
	}
	i := slices.IndexFunc(documents, func(d document) bool { return d.name == to })
	if i < 0 || !slices.Contains(documents[i].anchors, anchor) {
		return "there is no such heading"
	}
	return ""
}
