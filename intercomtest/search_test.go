package intercomtest

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// found returns the names of the contacts that a query finds, by name.
func (a *tester) found(query string) []string {
	a.t.Helper()
	return a.ok("POST /contacts/search", `{"query":`+query+`,"sort":{"field":"name","order":"ascending"}}`).list("data", "name")
}

func TestSearchOperators(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	for _, body := range []string{
		`{"name":"Ada","external_id":"1","email":"ada@quay.test","phone":"+49","signed_up_at":100,"custom_attributes":{"plan":"pro","spend":155.5,"n":3}}`,
		`{"name":"Bob","external_id":"2","email":"bob@harbor.test","unsubscribed_from_emails":true,"custom_attributes":{"plan":"free","n":10,"beta":true}}`,
		`{"name":"Cleo","role":"lead","custom_attributes":{"n":"3"}}`,
	} {
		a.ok("POST /contacts", body)
	}
	tag := a.ok("POST /tags", `{"name":"vip"}`).text("id")
	ada := a.ok("GET /contacts/find_by_external_id/1", "").text("id")
	a.ok("POST /contacts/"+ada+"/tags", `{"id":"`+tag+`"}`)
	segment := a.fake.AddSegment("Active", tag)

	for query, want := range map[string][]string{
		`{"field":"email","operator":"=","value":"ADA@quay.test"}`:                                                                 {"Ada"},
		`{"field":"email","operator":"!=","value":"ada@quay.test"}`:                                                                {"Bob", "Cleo"},
		`{"field":"email","operator":"=","value":null}`:                                                                            {"Cleo"},
		`{"field":"email","operator":"!=","value":null}`:                                                                           {"Ada", "Bob"},
		`{"field":"name","operator":"IN","value":["Ada","Cleo"]}`:                                                                  {"Ada", "Cleo"},
		`{"field":"name","operator":"NIN","value":["Ada","Cleo"]}`:                                                                 {"Bob"},
		`{"field":"name","operator":"~","value":"O"}`:                                                                              {"Bob", "Cleo"},
		`{"field":"name","operator":"!~","value":"o"}`:                                                                             {"Ada"},
		`{"field":"name","operator":"^","value":"A"}`:                                                                              {"Ada"},
		`{"field":"email","operator":"$","value":".test"}`:                                                                         {"Ada", "Bob"},
		`{"field":"email_domain","operator":"=","value":"quay.test"}`:                                                              {"Ada"},
		`{"field":"formatted_phone","operator":"=","value":"+49"}`:                                                                 {"Ada"},
		`{"field":"role","operator":"=","value":"lead"}`:                                                                           {"Cleo"},
		`{"field":"external_id","operator":"=","value":2}`:                                                                         {"Bob"},
		`{"field":"unsubscribed_from_emails","operator":"=","value":true}`:                                                         {"Bob"},
		`{"field":"tag_id","operator":"=","value":"` + tag + `"}`:                                                                  {"Ada"},
		`{"field":"tag_id","operator":"!=","value":"` + tag + `"}`:                                                                 {"Bob", "Cleo"},
		`{"field":"segment_id","operator":"IN","value":["` + segment + `"]}`:                                                       {"Ada"},
		`{"field":"custom_attributes.n","operator":">","value":3}`:                                                                 {"Bob"},
		`{"field":"custom_attributes.n","operator":"<=","value":3}`:                                                                {"Ada", "Cleo"},
		`{"field":"custom_attributes.spend","operator":"=","value":155.5}`:                                                         {"Ada"},
		`{"field":"custom_attributes.plan","operator":"IN","value":["pro","x"]}`:                                                   {"Ada"},
		`{"field":"custom_attributes.beta","operator":"=","value":true}`:                                                           {"Bob"},
		`{"field":"custom_attributes.plan","operator":">","value":"free"}`:                                                         {"Ada"},
		`{"field":"signed_up_at","operator":"=","value":"7"}`:                                                                      {"Ada"},
		`{"field":"signed_up_at","operator":"=","value":null}`:                                                                     {"Bob", "Cleo"},
		`{"field":"location.city","operator":"=","value":"Bremen"}`:                                                                {},
		`{"operator":"AND","value":[{"field":"name","operator":"~","value":"o"},{"field":"role","operator":"=","value":"user"}]}`:  {"Bob"},
		`{"operator":"OR","value":[{"field":"name","operator":"=","value":"Ada"},{"field":"role","operator":"=","value":"lead"}]}`: {"Ada", "Cleo"},
		`{"operator":"OR","value":[{"operator":"AND","value":[{"field":"name","operator":"=","value":"Ada"}]},{"operator":"AND","value":[{"field":"name","operator":"=","value":"Bob"}]}]}`: {"Ada", "Bob"},
	} {
		assert.Equal(t, want, a.found(query), query)
	}
}

func TestSearchRefusals(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	one := `{"field":"name","operator":"=","value":"a"}`
	group := func(n int, entry string) string {
		list := entry
		for range n - 1 {
			list += "," + entry
		}
		return `{"operator":"AND","value":[` + list + `]}`
	}
	a.found(group(15, one))
	a.found(group(1, group(1, one)))
	for query, code := range map[string]string{
		group(16, one):                    "parameter_invalid",
		group(1, group(1, group(1, one))): "parameter_invalid",
		`{"operator":"AND","value":[` + one + `,` + group(1, one) + `]}`: "parameter_invalid",
		`{"operator":"AND","value":[]}`:                                  "parameter_invalid",
		`{"field":"name","value":"a"}`:                                   "parameter_missing",
		`{"field":"plan.name","operator":"=","value":"a"}`:               "invalid_field",
		`{"field":"name","operator":">","value":"a"}`:                    "parameter_invalid",
		`{"field":"name","operator":"==","value":"a"}`:                   "parameter_invalid",
		`{"field":"name","operator":"IN","value":"a"}`:                   "parameter_invalid",
		`{"field":"name","operator":"=","value":["a"]}`:                  "parameter_invalid",
		`{"field":"name","operator":"=","value":true}`:                   "parameter_invalid",
		`{"field":"has_hard_bounced","operator":"=","value":"no"}`:       "parameter_invalid",
		`{"field":"created_at","operator":"=","value":"foobar"}`:         "parameter_invalid",
		`{"field":"created_at","operator":"!=","value":1}`:               "parameter_invalid",
		`{"field":"created_at","operator":">=","value":1}`:               "parameter_invalid",
		`{"field":"created_at","operator":"IN","value":[1]}`:             "parameter_invalid",
		`{"field":"tag_id","operator":"IN","value":["1"]}`:               "parameter_invalid",
	} {
		a.fails("POST /contacts/search", `{"query":`+query+`}`, 400, code)
	}
	a.fails("POST /contacts/search", `{"query":{"operator":"AND","value":"a"}}`, http.StatusInternalServerError, "server_error")
	a.fails("POST /contacts/search", `{}`, 400, "parameter_missing")
	for rest, code := range map[string]string{
		`"sort":{"field":"name","order":"desc"}`:     "invalid_sort_order",
		`"sort":{"field":"nope"}`:                    "invalid_field",
		`"pagination":{"per_page":151}`:              "parameter_invalid",
		`"pagination":{"per_page":0}`:                "parameter_invalid",
		`"pagination":{"starting_after":"nonsense"}`: "client_error",
	} {
		a.fails("POST /contacts/search", `{"query":`+one+`,`+rest+`}`, 400, code)
	}
}

func TestSearchPages(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	for i := range 7 {
		a.ok("POST /contacts", fmt.Sprintf(`{"external_id":"%d","name":"n","last_seen_at":%d}`, i, 100+i%5))
	}
	var seen []string
	starting := ""
	for {
		list := a.ok("POST /contacts/search", `{"query":{"field":"name","operator":"=","value":"n"},"pagination":{"per_page":3,"starting_after":"`+starting+`"}}`)
		assert.Equal(t, 7, list.at("total_count"))
		seen = append(seen, list.list("data", "external_id")...)
		next, more := list.at("pages.next.starting_after").(string)
		if !more {
			break
		}
		starting = next
	}
	assert.Equal(t, []string{"4", "3", "2", "6", "1", "5", "0"}, seen, "seen last first")
}

// Up to 2.16 a date is a day where the workspace is, and later a second.
func TestSearchDates(t *testing.T) {
	t.Parallel()
	const noon = 1777636800 // 2026-05-01 12:00 UTC
	zone := time.FixedZone("", 5*3600)
	for version, want := range map[string]map[string]bool{
		"2.16": {"=": true, "<": false, ">": false},
		"2.17": {"=": false, "<": true, ">": false, "!=": true, "<=": true, ">=": false},
	} {
		a := newTester(t, WithTimeZone(zone)).as(version)
		a.ok("POST /contacts", fmt.Sprintf(`{"name":"a","external_id":"1","signed_up_at":%d}`, noon))
		find := func(operator string, seconds int) bool {
			return len(a.found(fmt.Sprintf(`{"field":"signed_up_at","operator":"%s","value":%d}`, operator, seconds))) == 1
		}
		for operator, hit := range want {
			assert.Equal(t, hit, find(operator, noon+3600), "%s %s", version, operator)
		}
		assert.Equal(t, version == "2.16", find("=", noon-17*3600), "midnight at UTC+5")
		assert.False(t, find("=", noon-17*3600-1))
		assert.True(t, find(">", noon-17*3600-1))
		assert.True(t, find("<", noon+7*3600), "the next midnight at UTC+5")
	}
}

func TestSearchLags(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithLag(time.Minute))
		id := a.ok("POST /contacts", `{"external_id":"1","name":"a"}`).text("id")
		query := `{"field":"name","operator":"=","value":"a"}`
		assert.Empty(t, a.found(query))
		a.ok("GET /contacts/"+id, "")
		time.Sleep(time.Minute)
		assert.Len(t, a.found(query), 1)
	})
}
