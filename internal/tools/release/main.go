// Release makes a release: it sets the version everywhere, commits, and tags all modules on that commit.
//
//	go run -C internal/tools ./release -n 0.2.0        # show what it would do
//	go run -C internal/tools ./release 0.2.0           # do it; nothing is pushed
//	go run -C internal/tools ./release -verify 0.2.0   # after the push: build an empty module with what users get
//	go run -C internal/tools ./release -check          # fail if the requirements of the nested modules are not current
//
// The version is the constant Version of the root package, what the nested modules require of each other and of the root, the
// first heading of CHANGELOG.md, and the tags: vX.Y.Z for the root, FOLDER/vX.Y.Z for a module that others can import. Modules in
// folders named internal or examples are not released.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/semver"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("release: ")
	r := repository{out: os.Stdout, today: time.Now().UTC()}
	flag.StringVar(&r.root, "root", "../..", "`directory` of the repository")
	flag.StringVar(&r.branch, "branch", "main", "the `branch` that releases are made of")
	dry := flag.Bool("n", false, "write nothing, show what would be done")
	verify := flag.Bool("verify", false, "build an empty module with a version that is public")
	check := flag.Bool("check", false, "check what the nested modules require")
	flag.Parse()
	if err := r.run(flag.Args(), *dry, *verify, *check); err != nil {
		log.Fatal(err)
	}
}

// A repository is where a release is made.
type repository struct {
	root   string
	branch string
	today  time.Time // of the heading in the changelog
	out    io.Writer
}

func (r repository) run(args []string, dry, verify, check bool) error {
	if check {
		return r.check()
	}
	if len(args) != 1 {
		return errors.New("want one argument, the version, such as 0.2.0")
	}
	version := "v" + strings.TrimPrefix(args[0], "v")
	if semver.Canonical(version) != version || semver.Build(version) != "" {
		return fmt.Errorf("%s is no version, want one such as 0.2.0 or 0.2.0-rc.1", args[0])
	}
	if verify {
		return r.verify(version)
	}
	return r.release(version, dry)
}

// release writes, commits and tags a version.
func (r repository) release(version string, dry bool) error {
	all, err := r.modules()
	if err != nil {
		return err
	}
	if err := r.ready(version, all); err != nil {
		return err
	}
	edits, err := r.edits(version, all)
	if err != nil {
		return err
	}
	for _, e := range edits {
		fmt.Fprintf(r.out, "%s\n%s", e.name, e.difference())
	}
	tags := tagsOf(all, version)
	for _, tag := range tags {
		fmt.Fprintf(r.out, "tag %s\n", tag)
	}
	if dry {
		fmt.Fprintln(r.out, "nothing was written")
		return nil
	}
	if err := r.commit(version, edits, all); err != nil {
		return err
	}
	for i, tag := range tags {
		if _, err := r.git("tag", "-a", tag, "-m", tag); err != nil {
			return fmt.Errorf("the commit and the tags %v were made: %w", tags[:i], err)
		}
	}
	fmt.Fprintf(r.out, "to publish it:\n\tgit push --atomic origin %s %s\nand then:\n\tgo run -C internal/tools ./release -verify %s\n",
		r.branch, strings.Join(tags, " "), strings.TrimPrefix(version, "v"))
	return nil
}

// ready reports what is in the way of a release.
func (r repository) ready(version string, all []nested) error {
	if changes, err := r.git("status", "--porcelain"); err != nil || changes != "" {
		return errors.Join(errors.New("there are changes that are not committed"), err)
	}
	if branch, err := r.git("branch", "--show-current"); err != nil || branch != r.branch {
		return errors.Join(fmt.Errorf("this is branch %q, a release is made of %q", branch, r.branch), err)
	}
	tags, err := r.git("tag", "--list")
	if err != nil {
		return err
	}
	wanted := tagsOf(all, version)
	for tag := range strings.Lines(tags) {
		tag = strings.TrimSpace(tag)
		for _, want := range wanted {
			if tag == want {
				return fmt.Errorf("the tag %s is there already", tag)
			}
		}
		if semver.IsValid(tag) && semver.Compare(tag, version) > 0 {
			return fmt.Errorf("%s is older than %s, which was released", version, tag)
		}
	}
	return nil
}

// commit writes the edits, builds what depends on them, and commits. If something fails, the files are as before.
func (r repository) commit(version string, edits []edit, all []nested) (err error) {
	defer func() {
		if err == nil {
			return
		}
		for _, e := range edits {
			err = errors.Join(err, e.undo(r.root))
		}
	}()
	for _, e := range edits {
		if err := e.write(r.root); err != nil {
			return err
		}
	}
	for _, dir := range append([]string{"."}, dirs(all)...) {
		for _, args := range [][]string{{"mod", "tidy", "-diff"}, {"build", "./..."}} {
			if _, err := r.goIn(dir, args...); err != nil {
				return err
			}
		}
	}
	_, err = r.git("commit", "--quiet", "--all", "--message", "Release "+version)
	return err
}
