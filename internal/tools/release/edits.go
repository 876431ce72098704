package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// An edit is a file with other content.
type edit struct {
	name    string // relative to the root
	was, is []byte
}

func (e edit) write(root string) error {
	return os.WriteFile(filepath.Join(root, filepath.FromSlash(e.name)), e.is, 0o644)
}

func (e edit) undo(root string) error {
	return os.WriteFile(filepath.Join(root, filepath.FromSlash(e.name)), e.was, 0o644)
}

// difference shows the lines that only one of the two has.
func (e edit) difference() string {
	var b strings.Builder
	was, is := strings.Split(string(e.was), "\n"), strings.Split(string(e.is), "\n")
	for _, pair := range []struct {
		sign        string
		from, other []string
	}{{"-", was, is}, {"+", is, was}} {
		for _, line := range pair.from {
			if line != "" && !slices.Contains(pair.other, line) {
				fmt.Fprintf(&b, "\t%s %s\n", pair.sign, line)
			}
		}
	}
	return b.String()
}

// edits lists the files that a version changes.
func (r repository) edits(version string, all []nested) ([]edit, error) {
	number := strings.TrimPrefix(version, "v")
	changes := []struct {
		name   string
		change func(text []byte) ([]byte, error)
	}{
		{"client.go", replacing(versionLine, number)},
		{"docs/api.txt", replacing(regexp.MustCompile(`(?m)^(const Version = ")([^"]*)(")$`), number)},
		{"CHANGELOG.md", func(text []byte) ([]byte, error) { return changelog(text, number, r.today.Format("2006-01-02")) }},
	}
	for _, m := range all {
		changes = append(changes, struct {
			name   string
			change func([]byte) ([]byte, error)
		}{m.dir + "/go.mod", func([]byte) ([]byte, error) { return m.require(version) }})
	}
	var edits []edit
	for _, c := range changes {
		was, err := os.ReadFile(filepath.Join(r.root, filepath.FromSlash(c.name)))
		if err != nil {
			return nil, err
		}
		is, err := c.change(was)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		if !bytes.Equal(was, is) {
			edits = append(edits, edit{c.name, was, is})
		}
	}
	return edits, nil
}

// replacing puts a version into the one line that a pattern finds.
func replacing(pattern *regexp.Regexp, number string) func([]byte) ([]byte, error) {
	return func(text []byte) ([]byte, error) {
		if n := len(pattern.FindAllIndex(text, -1)); n != 1 {
			return nil, fmt.Errorf("has %d lines with the version, want one", n)
		}
		return pattern.ReplaceAll(text, []byte("${1}"+number+"${3}")), nil
	}
}

const (
	unreleasedHeading = "## [Unreleased]\n"
	repositoryURL     = "https://github.com/go-intercom/intercom"
)

var (
	unreleasedLink = regexp.MustCompile(`(?m)^\[Unreleased\]: .*$`)
	planned        = regexp.MustCompile(`^\nTo be .*\n`) // what the version is to be, which the heading has now
	previous       = regexp.MustCompile(`(?m)^## \[(\d[^\]]*)\]`)
)

// changelog gives the changes that are not released a heading with the version, and leaves an empty one for those to come.
func changelog(text []byte, number, date string) ([]byte, error) {
	before, after, ok := strings.Cut(string(text), unreleasedHeading)
	if !ok {
		return nil, errors.New("has no heading [Unreleased]")
	}
	if !unreleasedLink.MatchString(after) {
		return nil, errors.New("has no link of [Unreleased]")
	}
	changes := planned.ReplaceAllString(after, "")
	if next := strings.TrimSpace(changes); strings.HasPrefix(next, "## ") || strings.HasPrefix(next, "[Unreleased]:") {
		return nil, errors.New("has no changes beneath [Unreleased]")
	}
	link := fmt.Sprintf("[%s]: %s/releases/tag/v%s", number, repositoryURL, number)
	if m := previous.FindStringSubmatch(after); m != nil {
		link = fmt.Sprintf("[%s]: %s/compare/v%s...v%s", number, repositoryURL, m[1], number)
	}
	links := fmt.Sprintf("[Unreleased]: %s/compare/v%s...HEAD\n%s", repositoryURL, number, link)
	changes = unreleasedLink.ReplaceAllLiteralString(changes, links)
	return []byte(before + unreleasedHeading + "\n## [" + number + "] - " + date + "\n" + changes), nil
}
