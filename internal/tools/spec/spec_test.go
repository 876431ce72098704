package main

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The facts in ../../spec and ../../requests are those of the descriptions. These are not part of the repository: INTERCOM_OPENAPI_DIR says where they
// are, by default in shared/openapi beside the repository.
func TestCommitted(t *testing.T) {
	dir := cmp.Or(os.Getenv("INTERCOM_OPENAPI_DIR"), filepath.FromSlash("../../../../shared/openapi"))
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no descriptions to compare with (set INTERCOM_OPENAPI_DIR): %v", err)
	}
	committed := filepath.FromSlash("../../spec")
	doc, err := load(filepath.Join(committed, "v"+current+".json"))
	if err != nil {
		t.Fatal(err)
	}
	modern, preview, err := extract(dir, current, doc.Commit)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, filepath.Join(committed, "v"+current+".json"), modern)
	compare(t, filepath.Join(committed, "preview.json"), preview)
	same(t, filepath.Join("..", "..", "requests", "rules.json"), modern.requests())
}

func compare(t *testing.T, file string, extracted *document) {
	t.Helper()
	doc, err := load(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range diff(doc, extracted) {
		t.Errorf("%s: %s", file, line)
	}
	same(t, file, extracted)
}

// same compares a file with what the tool writes.
func same(t *testing.T, file string, extracted any) {
	t.Helper()
	want, err := encode(extracted)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the tool writes: run it again", file)
	}
}

func TestExtract(t *testing.T) {
	modern, preview, err := extract("testdata", "1.0", "abc")
	if err != nil {
		t.Fatal(err)
	}
	compare(t, filepath.FromSlash("testdata/v1.0.json"), modern)
	compare(t, filepath.FromSlash("testdata/preview.json"), preview)
	same(t, filepath.FromSlash("testdata/rules.json"), modern.requests())
}

func TestDiff(t *testing.T) {
	a, err := load(filepath.FromSlash("testdata/v1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := load(filepath.FromSlash("testdata/v1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	if lines := diff(a, b); lines != nil {
		t.Errorf("a document differs from itself: %q", lines)
	}

	b.Operations = b.Operations[1:]
	delete(b.Schemas, "union")
	b.Schemas["pet"].Properties["age"] = property{schema: schema{Kind: "string"}, Required: true}
	want := []string{
		"- GET /pets",
		"- GET /pets 200: string",
		"- GET /pets 401: error",
		"- GET /pets query sort: string enum",
		"- GET /pets query sort = name",
		"- GET /pets query sort = age",
		"- pet.age: integer nullable",
		"+ pet.age: string required",
		"- union: one of (pet, array of any)",
	}
	if lines := diff(a, b); !slices.Equal(lines, want) {
		t.Errorf("got\n%q\nwant\n%q", lines, want)
	}
}

// The work from one version to the next: what to add or remove, and where.
func TestWorkList(t *testing.T) {
	dir := cmp.Or(os.Getenv("INTERCOM_OPENAPI_DIR"), filepath.FromSlash("../../../../shared/openapi"))
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no descriptions to compare (set INTERCOM_OPENAPI_DIR): %v", err)
	}
	before, err := read(filepath.Join(dir, "2.15.yaml"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	after, err := read(filepath.Join(dir, "2.16.yaml"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := workList(before, after, filepath.FromSlash("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"+ GET /audiences  -> audiences.go: Audiences.List",
		"+ GET /contacts/{id}/merge_history  -> contacts.go: Contacts.ListMergeHistory",
		"+ GET /contacts query include_merge_history: boolean  -> contacts.go: Contacts.List",
		"+ conversation.admin_assignee_id: integer  -> conversations.go: Conversation",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	same, err := workList(after, after, filepath.FromSlash("../../.."))
	if err != nil || len(same) > 0 {
		t.Errorf("a description makes work beside itself: %q, %v", same, err)
	}
}
