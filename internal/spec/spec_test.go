package spec

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCounts(t *testing.T) {
	t.Parallel()

	paths := map[string]bool{}
	for _, o := range Modern().Operations {
		paths[o.Path] = true
	}
	assert.Equal(t, "2.16", Modern().Version)
	assert.Len(t, Modern().Operations, 231)
	assert.Len(t, Modern().Tags(), 43)
	assert.Len(t, Modern().Schemas, 338)
	assert.Len(t, paths, 164)

	assert.Equal(t, "Preview", Preview().Version)
	assert.Equal(t, Modern().Commit, Preview().Commit)
	assert.Len(t, Preview().Operations, 27)

	counts := map[string]int{}
	for _, d := range Removed() {
		counts[d.Version] = len(d.Operations)
	}
	assert.Equal(t, map[string]int{"2.9": 5, "2.15": 4}, counts)

	assert.Equal(t, "1.4", Legacy().Version)
	assert.Len(t, Legacy().Operations, 70)
	assert.Len(t, Legacy().Tags(), 16)
}

func TestOperations(t *testing.T) {
	t.Parallel()

	for _, d := range All() {
		t.Run(d.Version, func(t *testing.T) {
			t.Parallel()
			ids := map[string]string{}
			for _, o := range d.Operations {
				assert.NotEmpty(t, o.Tags, o.Name())
				assert.Contains(t, []string{"GET", "POST", "PUT", "PATCH", "DELETE"}, o.Method, o.Name())

				var declared []string
				for _, p := range o.ParamsIn("path") {
					assert.True(t, p.Required, o.Name())
					declared = append(declared, "{"+p.Name+"}")
				}
				assert.ElementsMatch(t, pathParam.FindAllString(o.Path, -1), declared, o.Name())

				if d == Legacy() {
					assert.Contains(t, []string{"page", "scroll", "events", "none"}, o.Paging, o.Name())
					continue
				}
				assert.Empty(t, ids[o.ID], "%s and %s have the id %q", o.Name(), ids[o.ID], o.ID)
				ids[o.ID] = o.Name()
				assert.True(t, strings.HasPrefix(o.Docs, "https://developers.intercom.com/docs/references/"), o.Name())
				assert.NotEmpty(t, o.Responses, o.Name())
			}
			assert.Len(t, d.byShape, len(d.Operations), "two operations differ in nothing but the names of parameters")
		})
	}
}

// What only the preview has, or older versions had, is not in Modern, and no alternative of a legacy operation is an operation itself.
func TestOperationsApart(t *testing.T) {
	t.Parallel()

	for _, d := range append(Removed(), Preview()) {
		for _, o := range d.Operations {
			_, ok := Modern().Operation(o.Name())
			assert.False(t, ok, o.Name())
		}
	}
	for _, o := range Legacy().Operations {
		for _, name := range o.Alternatives {
			_, ok := Legacy().Operation(name)
			assert.False(t, ok, "%s, alternative of %s", name, o.Name())
		}
	}
}

func TestOperation(t *testing.T) {
	t.Parallel()

	o, ok := Modern().Operation("GET /tags/{any}")
	require.True(t, ok)
	assert.Equal(t, "GET /tags/{tag_id}", o.Name())
	assert.Equal(t, "findTag", o.ID)
	assert.Equal(t, "https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tags/findtag", o.Docs)
	assert.Equal(t, "tag_basic", o.Responses["200"].Ref)
	assert.Nil(t, o.Request)

	o, ok = Modern().Operation("DELETE /contacts/{}/tags/{}")
	require.True(t, ok)
	assert.Equal(t, "Tags", o.Tag())
	assert.Equal(t, []string{"Tags", "Contacts"}, o.Tags)

	o, ok = Legacy().Operation("GET /users/scroll")
	require.True(t, ok)
	assert.Equal(t, "scroll", o.Paging)
	assert.Equal(t, "users", o.Items)

	for _, name := range []string{"", "GET /nope", "PATCH /tags/{id}", "GET /tags/{a}/{b}", "GET tags"} {
		_, ok := Modern().Operation(name)
		assert.False(t, ok, name)
	}
}

func TestTag(t *testing.T) {
	t.Parallel()

	sum := 0
	for _, tag := range Modern().Tags() {
		sum += len(Modern().Tag(tag))
	}
	assert.Equal(t, len(Modern().Operations), sum)
	assert.Len(t, Modern().Tag("Macros"), 2)
	assert.Empty(t, Modern().Tag("macros"))
}

var kinds = []string{"string", "integer", "number", "boolean", "object", "array", "map", "time", "any"}

// Every schema is well-formed, and every reference leads somewhere.
func TestSchemas(t *testing.T) {
	t.Parallel()

	for _, d := range append(Removed(), Modern(), Preview()) {
		var check func(where string, s Schema)
		check = func(where string, s Schema) {
			if s.Ref != "" {
				_, ok := d.Schema(s.Ref)
				assert.True(t, ok, "%s: no schema %q", where, s.Ref)
				assert.Empty(t, s.Kind, where)
			} else if s.OneOf == nil || s.Kind != "" {
				assert.Contains(t, kinds, s.Kind, where)
			}
			assert.False(t, s.Kind == "array" && s.Items == nil, "%s: array of what?", where)
			if s.Items != nil {
				check(where+"[]", *s.Items)
			}
			for name, p := range s.Properties {
				check(where+"."+name, p.Schema)
			}
			for _, alternative := range s.OneOf {
				check(where+"|", alternative)
			}
		}
		for name, s := range d.Schemas {
			check(name, s)
		}
		for _, o := range d.Operations {
			for _, p := range o.Params {
				check(o.Name()+" "+p.Name, p.Schema)
			}
			if o.Request != nil {
				check(o.Name(), o.Request.Schema)
			}
			for status, body := range o.Responses {
				if body.Kind+body.Ref != "" || body.OneOf != nil {
					check(o.Name()+" "+status, body.Schema)
				}
			}
		}
	}
}

func TestSchema(t *testing.T) {
	t.Parallel()

	tag, ok := Modern().Schema("tag")
	require.True(t, ok)
	assert.Equal(t, Schema{Kind: "time", Format: "seconds", Nullable: true}, tag.Properties["applied_at"].Schema)

	by := tag.Properties["applied_by"].Schema
	assert.Equal(t, Schema{Ref: "reference", Nullable: true}, by)
	resolved := Modern().Resolve(by)
	assert.True(t, resolved.Nullable)
	assert.Contains(t, resolved.Properties, "id")

	part, ok := Preview().Schema("conversation_part")
	require.True(t, ok)
	older, ok := Modern().Schema("conversation_part")
	require.True(t, ok)
	assert.NotEqual(t, older, part)
	inherited, ok := Preview().Schema("tag")
	assert.True(t, ok)
	assert.Equal(t, tag, inherited)

	_, ok = Preview().Schema("nope")
	assert.False(t, ok)
}

func TestProperties(t *testing.T) {
	t.Parallel()

	create := Modern().Properties(Schema{Ref: "create_data_attribute_request"})
	assert.True(t, create["name"].Required)
	assert.Contains(t, create, "options")
	assert.False(t, create["data_type"].Required)
	assert.Equal(t, []string{"boolean", "date", "datetime", "float", "integer", "options", "string"}, create["data_type"].Enum)

	reply := Modern().Properties(Schema{Ref: "reply_conversation_request"})
	for _, name := range []string{"intercom_user_id", "email", "user_id", "admin_id"} {
		assert.Contains(t, reply, name)
	}

	assert.Nil(t, union(nil, []string{"a"}))
	for name := range Modern().Schemas {
		Modern().Properties(Schema{Ref: name}) // ends
	}

	// The document itself is as it was.
	s, _ := Modern().Schema("create_data_attribute_request")
	assert.True(t, slices.ContainsFunc(s.OneOf, func(s Schema) bool { return len(s.Properties["data_type"].Enum) == 1 }))
	assert.NotContains(t, s.Properties, "options")
}

// An exception must be about a schema, whose property may be one that only the SDK knows, or about an operation.
func TestExceptions(t *testing.T) {
	t.Parallel()

	for property := range Exceptions() {
		name, _, _ := strings.Cut(property, ".")
		_, ok := Preview().Schema(name) // falls back to Modern
		ok = ok || slices.ContainsFunc(Modern().Operations, func(o Operation) bool { return o.ID == name })
		assert.True(t, ok, property)
	}
}

func TestParseExceptions(t *testing.T) {
	t.Parallel()

	got, err := parseExceptions("# a comment\n\ntag.name  it rhymes\nnote.author.id it is secret\r\n")
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"tag.name": "it rhymes", "note.author.id": "it is secret"}, got)

	for text, want := range map[string]string{
		"\ntag because":            `exceptions.txt:2: "tag" is not schema.property`,
		"tag.name":                 "exceptions.txt:1: tag.name has no reason",
		"tag.name \n":              "exceptions.txt:1: tag.name has no reason",
		"tag.name a\ntag.name b\n": "exceptions.txt:2: tag.name is there twice",
	} {
		_, err := parseExceptions(text)
		assert.EqualError(t, err, want)
	}
}
