package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// verify builds and runs a program in an empty module that requires a public version of all modules, as a user's does. The
// replacements of the nested modules do not count there, so it fails if one of them was tagged with a wrong requirement.
func (r repository) verify(version string) (err error) {
	all, err := r.modules()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer func() {
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
	}()
	paths := []string{modulePath}
	for _, m := range all {
		if m.release {
			paths = append(paths, modulePath+"/"+m.dir)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program(paths)), 0o644); err != nil {
		return err
	}
	env := []string{"GOWORK=off", "GOFLAGS=-mod=mod"}
	steps := [][]string{{"mod", "init", "example.com/empty"}}
	for _, path := range paths {
		steps = append(steps, []string{"get", path + "@" + version})
	}
	for _, args := range append(steps, []string{"mod", "tidy"}, []string{"build", "-o", "empty.exe", "."}) {
		if _, err := output(dir, env, "go", args...); err != nil {
			return err
		}
	}
	for _, path := range paths {
		got, err := output(dir, env, "go", "list", "-m", "-f", "{{.Version}}{{with .Replace}} replaced{{end}}", path)
		if err != nil {
			return err
		}
		if got != version {
			return fmt.Errorf("%s is required as %s, want %s", path, got, version)
		}
	}
	got, err := output(dir, env, filepath.Join(dir, "empty.exe"))
	if err != nil {
		return err
	}
	if "v"+got != version {
		return fmt.Errorf("the package reports version %s, want %s", got, strings.TrimPrefix(version, "v"))
	}
	fmt.Fprintf(r.out, "an empty module builds with %s of %s\n", version, strings.Join(paths, ", "))
	return nil
}

// program imports all modules and prints the version of the root.
func program(paths []string) string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"fmt\"\n\n")
	for i, path := range paths {
		name := "_ "
		if i == 0 {
			name = ""
		}
		fmt.Fprintf(&b, "\t%s%q\n", name, path)
	}
	b.WriteString(")\n\nfunc main() { fmt.Println(intercom.Version) }\n")
	return b.String()
}
