package intercomtest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom/internal/spec"
)

func TestRanks(t *testing.T) {
	t.Parallel()
	order := []string{"1.0", "1.4", "2.0", "2.9", "2.10", "2.16", "2.17", "Preview"}
	for i, version := range order {
		x := &exchange{version: version}
		for j, other := range order[:len(order)-1] {
			assert.Equal(t, i >= j, x.atLeast(other), "%s at least %s", version, other)
		}
	}
	assert.True(t, (&exchange{version: "Unstable"}).atLeast("2.17"))
}

// Rules of one version are for that version.
func TestRulesOfVersions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		version             string
		owner               any
		company, sales, mon bool
		assigns             bool
		merges              bool
		lists               bool
	}{
		{version: "2.7", owner: 40117, assigns: true, merges: true, lists: true},
		{version: "2.11", owner: 40117, assigns: true, merges: true, lists: true},
		{version: "2.14", owner: 40117, merges: true, lists: true},
		{version: "2.15", owner: 40117, company: true, merges: true, lists: true},
		{version: "2.16", owner: "40117", company: true, sales: true, mon: true},
		{version: "Preview", owner: "40117", company: true, sales: true, mon: true},
	} {
		a := newTester(t).as(test.version)
		contact := a.ok("POST /contacts", `{"email":"mira@quay.test","owner_id":"40117"}`)
		assert.Equal(t, test.owner, contact.at("owner_id"), test.version)
		lead := a.ok("POST /contacts", `{"role":"lead"}`).text("id")
		begun := a.ok("POST /conversations", `{"from":{"type":"user","id":"`+contact.text("id")+`"},"body":"Hi"}`)
		path := "/conversations/" + begun.text("conversation_id")
		conv := a.ok("GET "+path+"?include_monitors=true", "")
		for key, has := range map[string]bool{
			"company": test.company, "sales_agent": test.sales, "sales_agent_participated": test.sales, "channel": test.sales,
			"external_references": test.sales, "monitor_evaluations": test.mon,
		} {
			assert.Equal(t, has, conv.has(key), "%s of %s", key, test.version)
		}
		if test.assigns {
			assert.Equal(t, a.fake.workspace.me().id, a.ok("POST "+path+"/run_assignment_rules", "").text("admin_assignee_id"))
		} else {
			a.fails("POST "+path+"/run_assignment_rules", "", 400, "intercom_version_invalid")
		}
		merge := `{"from":"` + lead + `","into":"` + contact.text("id") + `"}`
		if test.merges {
			assert.Equal(t, contact["id"], a.ok("POST /contacts/merge", merge)["id"])
		} else {
			a.fails("POST /contacts/merge", merge, 400, "invalid_merge")
		}
		if test.lists {
			newest := a.as("2.16")
			newest.ok("POST /conversations/attributes", `{"name":"Size","data_type":"list","options":[{"label":"S"},{"label":"M"}]}`)
			list := a.ok("GET /data_attributes?model=conversation", "")
			assert.Equal(t, []string{"Size"}, list.list("data", "name"))
			assert.Equal(t, []string{"conversation"}, list.list("data", "model"))
		} else {
			a.fails("GET /data_attributes?model=conversation", "", 422, "parameter_invalid")
		}
	}
}

// Operations are served in the versions that have them, and in no others.
func TestOperationsOfVersions(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	before := map[string]string{"2.9": "2.8", "2.10": "2.9", "2.12": "2.11", "2.13": "2.12", "2.14": "2.13", "2.15": "2.14", "2.16": "2.15", "Preview": "2.16"}
	after := map[string]string{"2.9": "2.10", "2.11": "2.12", "2.15": "2.16"}
	missing := func(version, operation string) bool {
		_, b := a.as(version).send(strings.NewReplacer("{", "", "}", "").Replace(operation), "")
		return strings.Contains(string(b), "intercom_version_invalid")
	}
	served := map[string]bool{}
	for _, r := range a.fake.tables[modern] {
		served[r.operation] = true
	}
	for operation, version := range firstVersion {
		assert.True(t, served[operation], "nothing serves %s", operation)
		assert.True(t, missing(before[version], operation), "%s in %s", operation, before[version])
		assert.False(t, missing(version, operation), "%s in %s", operation, version)
	}
	for operation, version := range lastVersion {
		assert.True(t, served[operation], "nothing serves %s", operation)
		assert.False(t, missing(version, operation), "%s in %s", operation, version)
		assert.True(t, missing(after[version], operation), "%s in %s", operation, after[version])
	}
	for _, o := range spec.Preview().Operations {
		assert.Equal(t, "Preview", firstVersion[o.Name()], o.Name())
	}
	for _, d := range spec.Removed() {
		for _, o := range d.Operations {
			assert.Contains(t, lastVersion, o.Name())
		}
	}
	assert.False(t, missing("unstable", "GET /folders"))
}
