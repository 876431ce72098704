package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// modulePath is the path of the root.
const modulePath = "github.com/go-intercom/intercom"

// unreleased is what modules that nobody else imports may require.
const unreleased = "v0.0.0"

// A nested module is one in a folder of the repository.
type nested struct {
	dir     string // with slashes, relative to the root
	text    []byte
	file    *modfile.File
	release bool // whether others can import it
}

// modules lists the nested modules in the order of their folders.
func (r repository) modules() ([]nested, error) {
	var all []nested
	err := filepath.WalkDir(r.root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(r.root, name)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(relative))
		switch {
		case d.IsDir() && relative != "." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.IsDir() || d.Name() != "go.mod" || dir == ".":
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := modfile.Parse(dir+"/go.mod", text, nil)
		if err != nil {
			return err
		}
		if file.Module == nil || file.Module.Mod.Path != modulePath+"/"+dir {
			return fmt.Errorf("%s/go.mod: want the path %s/%s", dir, modulePath, dir)
		}
		all = append(all, nested{dir, text, file, isReleased(dir)})
		return nil
	})
	return all, err
}

func isReleased(dir string) bool {
	folders := strings.Split(dir, "/")
	return !slices.Contains(folders, "internal") && !slices.Contains(folders, "examples")
}

func dirs(all []nested) []string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = m.dir
	}
	return names
}

// tagsOf lists the tags of a version, that of the root first, as the others need it.
func tagsOf(all []nested, version string) []string {
	tags := []string{version}
	for _, m := range all {
		if m.release {
			tags = append(tags, m.dir+"/"+version)
		}
	}
	return tags
}

// own lists what a module requires of this repository.
func (m nested) own() []*modfile.Require {
	var all []*modfile.Require
	for _, each := range m.file.Require {
		if each.Mod.Path == modulePath || strings.HasPrefix(each.Mod.Path, modulePath+"/") {
			all = append(all, each)
		}
	}
	return all
}

// require returns the go.mod of a module with the version in its requirements. Modules that are not released keep v0.0.0.
func (m nested) require(version string) ([]byte, error) {
	file, err := modfile.Parse(m.file.Syntax.Name, m.text, nil)
	if err != nil {
		return nil, err
	}
	for _, each := range m.own() {
		if each.Mod.Version == unreleased && !m.release {
			continue
		}
		if err := file.AddRequire(each.Mod.Path, version); err != nil {
			return nil, err
		}
	}
	return file.Format()
}

// check compares what the nested modules require with the version of the root.
func (r repository) check() error {
	all, err := r.modules()
	if err != nil {
		return err
	}
	version, err := r.version()
	if err != nil {
		return err
	}
	var problems []error
	for _, m := range all {
		for _, problem := range m.problems(version) {
			problems = append(problems, fmt.Errorf("%s/go.mod: %s", m.dir, problem))
		}
	}
	return errors.Join(problems...)
}

func (m nested) problems(version string) (all []string) {
	for _, each := range m.own() {
		name, is := each.Mod.Path, each.Mod.Version
		dir := strings.TrimPrefix(strings.TrimPrefix(name, modulePath), "/")
		switch {
		case is == version || is == unreleased && !m.release:
		case m.release:
			all = append(all, fmt.Sprintf("requires %s %s, want %s, as users' builds ignore the replacement", name, is, version))
		default:
			all = append(all, fmt.Sprintf("requires %s %s, want %s or %s", name, is, version, unreleased))
		}
		if m.release && dir != "" && !isReleased(dir) {
			all = append(all, "requires "+name+", which is not released")
		}
		if !m.replaces(name, dir) {
			all = append(all, fmt.Sprintf("has no replacement of %s by its folder", name))
		}
	}
	return all
}

// replaces reports whether a module is replaced, in every version, by its folder.
func (m nested) replaces(name, dir string) bool {
	return slices.ContainsFunc(m.file.Replace, func(each *modfile.Replace) bool {
		return each.Old.Path == name && each.Old.Version == "" && each.New.Version == "" && path.Join(m.dir, each.New.Path) == path.Join(".", dir)
	})
}

var versionLine = regexp.MustCompile(`(?m)^(\s*Version = ")([^"]*)(")$`)

// version reads the constant of the root package, and puts a v before it.
func (r repository) version() (string, error) {
	text, err := os.ReadFile(filepath.Join(r.root, "client.go"))
	if err != nil {
		return "", err
	}
	m := versionLine.FindSubmatch(text)
	if m == nil {
		return "", errors.New("client.go has no constant Version")
	}
	return "v" + string(m[2]), nil
}

func (r repository) git(args ...string) (string, error) { return r.command(".", "git", args...) }

func (r repository) goIn(dir string, args ...string) (string, error) {
	return r.command(dir, "go", args...)
}

// command runs a program in a folder of the repository.
func (r repository) command(dir, name string, args ...string) (string, error) {
	return output(filepath.Join(r.root, filepath.FromSlash(dir)), nil, name, args...)
}

// output runs a program in a folder, with more variables.
func output(dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
	return strings.TrimSpace(stdout.String()), nil
}
