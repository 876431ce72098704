// Api lists what the public packages export, one declaration a line, so that every change of them shows in a diff.
//
//	go run ./api          # write ../../docs/api.txt and the like
//	go run ./api -check   # fail if one of them is not current
//
// The listing of the root package is docs/api.txt, that of a package in a folder docs/api-FOLDER.txt.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const mend = "go run -C internal/tools ./api"

func main() {
	log.SetFlags(0)
	log.SetPrefix("api: ")
	root := flag.String("root", "../..", "`directory` of the module")
	check := flag.Bool("check", false, "write nothing, fail if a listing is not current")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		log.Fatal(err)
	}
}

func run(root string, check bool) error {
	dirs, err := packages(root)
	if err != nil {
		return err
	}
	listings := map[string][]byte{}
	for _, dir := range dirs {
		lines, err := list(filepath.Join(root, dir))
		if err != nil {
			return err
		}
		listings[listing(dir)] = []byte(strings.Join(lines, "\n") + "\n")
	}
	old, err := filepath.Glob(filepath.Join(root, "docs", "api*.txt"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if name := filepath.Base(path); listings[name] == nil {
			if check {
				return fmt.Errorf("docs/%s is of no package, run: %s", name, mend)
			}
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(listings)) {
		if err := update(filepath.Join(root, "docs", name), listings[name], check); err != nil {
			return err
		}
	}
	return nil
}

// update writes a file, or compares it.
func update(path string, content []byte, check bool) error {
	if !check {
		return os.WriteFile(path, content, 0o644)
	}
	was, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if bytes.Equal(was, content) {
		return nil
	}
	return fmt.Errorf("docs/%s is not current:\n%srun: %s", filepath.Base(path), difference(string(was), string(content)), mend)
}

// difference shows the lines that only one of two listings has, twenty at most.
func difference(was, is string) string {
	var changes []string
	for _, pair := range []struct{ sign, from, other string }{{"-", was, is}, {"+", is, was}} {
		others := strings.Split(pair.other, "\n")
		for line := range strings.Lines(pair.from) {
			if !slices.Contains(others, strings.TrimSuffix(line, "\n")) {
				changes = append(changes, "\t"+pair.sign+" "+line)
			}
		}
	}
	if more := len(changes) - 20; more > 0 {
		changes = append(changes[:20], fmt.Sprintf("\tand %d more\n", more))
	}
	return strings.Join(changes, "")
}

// listing names the file of a package.
func listing(dir string) string {
	if dir == "." {
		return "api.txt"
	}
	return "api-" + strings.ReplaceAll(filepath.ToSlash(dir), "/", "-") + ".txt"
}

// packages lists the folders of the packages that others can import.
func packages(root string) ([]string, error) {
	var dirs []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			hidden := strings.HasPrefix(d.Name(), ".") && dir != "."
			if hidden || slices.Contains([]string{"internal", "testdata", "examples", "cmd"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		dir = filepath.Dir(dir)
		if isSource(d.Name()) && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
		return nil
	})
	return dirs, err
}

func isSource(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
}
