package intercomtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/spec"
)

// newWorld fills a fake with one of everything, each with nothing in it, and
// returns the ids by which validRequests names them: $contact is a contact.
func newWorld(a *tester) map[string]string {
	fake, old := a.fake, a.as("1.4")
	me := a.ok("GET /me", "").text("id")
	id := func(o object) string { return o.text("id") }
	contact := func(body string) string { return id(a.ok("POST /contacts", body)) }
	begin := func(contact string) string {
		return a.ok("POST /conversations", `{"from":{"type":"user","id":"`+contact+`"},"body":"Hello"}`).text("conversation_id")
	}
	world := map[string]string{
		"admin":    me,
		"team":     fake.AddTeam("Nobody"),
		"contact":  contact(`{"external_id":"c-1","email":"mira@quay.test"}`),
		"second":   contact(`{"external_id":"c-2"}`),
		"third":    contact(`{"external_id":"c-3"}`),
		"lead":     contact(`{"role":"lead","email":"mira@quay.test"}`),
		"oldlead":  id(old.ok("POST /contacts", `{"email":"lead@quay.test"}`)),
		"deadlead": id(old.ok("POST /contacts", `{"name":"Gone"}`)),
		"walkin":   old.ok("POST /contacts", `{"name":"Walk-in"}`).text("user_id"),
		"user":     id(old.ok("POST /users", `{"user_id":"u-1","email":"olga@quay.test"}`)),
		"deaduser": id(old.ok("POST /users", `{"user_id":"u-2"}`)),
		"gone":     id(old.ok("POST /users", `{"user_id":"u-3"}`)),
		"visitor":  fake.AddVisitor("v-1"),
		"browser":  fake.AddVisitor("v-2"),
		"deadv":    fake.AddVisitor("v-3"),
		"oldv":     fake.AddVisitor("v-4"),
		"company":  id(a.ok("POST /companies", `{"company_id":"co-1","name":"Harbor"}`)),
		"oldco":    id(a.ok("POST /companies", `{"company_id":"co-2","name":"Mole"}`)),
		"tag":      id(a.ok("POST /tags", `{"name":"vip"}`)),
		"oldtag":   id(a.ok("POST /tags", `{"name":"old"}`)),
		"segment":  fake.AddSegment("Nobody"),
		"consent":  fake.AddSubscriptionType("News", "opt_in"),
		"hook":     id(old.ok("POST /subscriptions", `{"url":"https://hook.test","topics":["user.created"]}`)),
		"bulk":     id(old.ok("POST /bulk/users", `{"items":[{"method":"post","data_type":"user","data":{"user_id":"b-1"}}]}`)),
		"job":      fake.AddJob("ticket", "7", time.Hour),
		"ticket":   fake.AddTicket(),
		"kind":     fake.AddTicketType("Repair", "Customer"),
		"wamid":    fake.AddWhatsAppMessage("rules", "someone", "hello", "sent"),
		"list":     id(a.ok("POST /conversations/attributes", `{"name":"Size","data_type":"list","options":[{"label":"S"},{"label":"M"}]}`)),
		"color":    id(a.ok("POST /data_attributes", `{"name":"color","model":"contact","data_type":"string"}`)),
		"note":     id(a.ok("POST /contacts/"+contact(`{"external_id":"c-4"}`)+"/notes", `{"body":"Hi"}`)),
	}
	world["conv"], world["merged"], world["dead"] = begin(world["contact"]), begin(world["contact"]), begin(world["contact"])
	world["oldconv"], world["convert"] = begin(world["user"]), begin(world["contact"])
	world["source"] = a.ok("GET /conversations/"+world["dead"], "").at("source.id").(string)
	options := a.ok("POST /conversations/attributes/"+world["list"]+"/options", `{"label":"L"}`)
	world["option"] = options.list("options", "id")[0]
	fake.AddAwayStatusReason("x", "Lunch")
	for _, add := range []func(*tester, map[string]string){addTickets, addArticles, addKnowledge, addSources, addWorkspace, addCalls, addFin, addBulk, addOAuth} {
		add(a, world)
	}
	return world
}

// validRequests are one for each operation, in an order in which all succeed.
const validRequests = `
2.16 GET /admins
2.16 GET /admins/activity_log_event_types
2.16 GET /admins/activity_logs?created_at_after=1
2.16 POST /admins/activity_logs/search {"created_at_after":"1"}
2.16 GET /admins/$admin
2.16 PUT /admins/$admin/away {"away_mode_enabled":true,"away_mode_reassign":false}
2.16 GET /away_status_reasons
2.16 GET /me
2.16 GET /teams
2.16 GET /teams/$team
2.16 GET /teams/$team/metrics
2.16 POST /companies {"company_id":"co-1"}
2.16 GET /companies?name=Harbor
2.16 POST /companies/list
2.16 GET /companies/$company
2.16 PUT /companies/$company {"name":"Harbour"}
2.16 GET /companies/$company/contacts
2.16 GET /companies/$company/notes
2.16 POST /companies/$company/notes {"body":"Hi"}
2.16 GET /companies/$company/segments
2.16 GET /contacts
2.16 POST /contacts {"email":"new@quay.test"}
2.16 POST /contacts/search {"query":{"field":"role","operator":"=","value":"user"}}
2.16 GET /contacts/$contact
2.16 GET /contacts/find_by_external_id/c-1
2.16 PUT /contacts/$contact {"name":"Mira"}
2.16 GET /contacts/$contact/companies
2.16 GET /contacts/$contact/notes
2.16 GET /contacts/$contact/segments
2.16 GET /contacts/$contact/subscriptions
2.16 GET /contacts/$contact/tags
2.16 GET /contacts/$contact/merge_history
2.16 POST /contacts/merge {"from":"$lead","into":"$contact"}
2.16 POST /contacts/$contact/companies {"id":"$company"}
2.16 GET /companies/scroll
2.16 DELETE /contacts/$contact/companies/$company
2.16 POST /contacts/$contact/notes {"body":"Hi"}
2.16 GET /notes/$note
2.16 POST /contacts/$contact/subscriptions {"id":"$consent","consent_type":"opt_in"}
2.16 DELETE /contacts/$contact/subscriptions/$consent
2.16 POST /contacts/$contact/tags {"id":"$tag"}
2.16 DELETE /contacts/$contact/tags/$tag
2.16 POST /contacts/$second/archive
2.16 POST /contacts/$second/unarchive
2.16 POST /contacts/$second/block
2.16 DELETE /contacts/$third
2.16 GET /subscription_types
2.16 GET /conversations
2.16 POST /conversations {"from":{"type":"user","id":"$contact"},"body":"Hello"}
2.16 POST /conversations/search {"query":{"field":"created_at","operator":">","value":1}}
2.16 GET /conversations/$conv
2.16 PUT /conversations/$conv {"read":true}
2.16 POST /conversations/$conv/reply {"message_type":"comment","type":"admin","admin_id":"$admin","body":"Hi"}
2.16 POST /conversations/$conv/parts {"message_type":"close","type":"admin","admin_id":"$admin"}
2.16 POST /conversations/$conv/customers {"admin_id":"$admin","customer":{"intercom_user_id":"$second"}}
2.16 DELETE /conversations/$conv/customers/$second {"admin_id":"$admin"}
2.16 POST /conversations/$conv/tags {"id":"$tag","admin_id":"$admin"}
2.16 DELETE /conversations/$conv/tags/$tag {"admin_id":"$admin"}
2.16 GET /conversations/$conv/handling_events
2.16 GET /conversations/$conv/side_conversations
2.11 POST /conversations/$conv/run_assignment_rules
2.16 POST /conversations/$merged/merge {"merge_into_conversation_id":"$conv"}
2.16 POST /conversations/redact {"type":"source","conversation_id":"$dead","source_id":"$source"}
2.16 POST /conversations/$convert/convert {"ticket_type_id":"$kind"}
2.16 GET /conversations/deleted
2.16 DELETE /conversations/$dead
2.16 GET /conversations/attributes
2.16 POST /conversations/attributes {"name":"Berth","data_type":"string"}
2.16 GET /conversations/attributes/$list
2.16 PUT /conversations/attributes/$list {"description":"Sizes"}
2.16 POST /conversations/attributes/$list/options {"label":"XL"}
2.16 PUT /conversations/attributes/$list/options/$option {"label":"XS"}
2.16 DELETE /conversations/attributes/$list/options/$option
2.16 DELETE /conversations/attributes/$list
2.16 GET /data_attributes
2.16 POST /data_attributes {"name":"berths","model":"company","data_type":"integer"}
2.16 PUT /data_attributes/$color {"description":"Hue"}
2.16 POST /events {"event_name":"docked","created_at":1700000000,"id":"$contact"}
2.16 GET /events?type=user&intercom_user_id=$contact
2.16 POST /events/summaries {"user_id":"c-1","event_summaries":{"event_name":"docked","count":2}}
2.16 GET /jobs/status/$job
2.16 POST /messages {"message_type":"inapp","body":"Hi","from":{"type":"admin","id":"$admin"},"to":{"type":"user","id":"$contact"}}
2.16 GET /messages/status?ruleset_id=none
2.16 GET /messages/whatsapp/status?message_id=$wamid
2.16 GET /segments
2.16 GET /segments/$segment
2.16 GET /tags
2.16 POST /tags {"name":"new"}
2.16 GET /tags/$tag
2.16 POST /tickets/$ticket/tags {"id":"$tag","admin_id":"$admin"}
2.16 DELETE /tickets/$ticket/tags/$tag {"admin_id":"$admin"}
2.16 DELETE /tags/$tag
2.16 GET /visitors?user_id=v-1
2.16 PUT /visitors {"id":"$visitor","name":"Passer-by"}
2.16 POST /visitors/convert {"type":"user","visitor":{"id":"$browser"},"user":{"user_id":"v-9"}}
2.16 DELETE /companies/$company
1.4 GET /admins
1.4 GET /admins/activity_logs?created_at_after=1
1.4 GET /admins/$admin
1.4 PUT /admins/$admin/away {"away_mode_enabled":false,"away_mode_reassign":false}
1.4 GET /me
1.4 GET /teams
1.4 GET /teams/$team
1.4 GET /companies
1.4 POST /companies {"company_id":"co-3"}
1.4 GET /companies/$oldco
1.4 GET /companies/$oldco/segments
1.4 GET /companies/$oldco/users
1.4 DELETE /companies/$oldco
1.4 GET /contacts
1.4 POST /contacts {"name":"Walk-in"}
1.4 GET /contacts/$oldlead
1.4 PUT /contacts/$oldlead {"name":"Lead"}
1.4 POST /contacts/convert {"contact":{"id":"$oldlead"},"user":{"email":"lead@quay.test"}}
1.4 DELETE /contacts?user_id=$walkin
1.4 GET /counts
1.4 GET /data_attributes
1.4 GET /conversations
1.4 GET /conversations/$oldconv
1.4 PUT /conversations/$oldconv {"read":true}
1.4 POST /conversations/$oldconv/reply {"message_type":"comment","type":"admin","admin_id":"$admin","body":"Hi"}
1.4 POST /conversations/last/reply {"message_type":"comment","type":"user","user_id":"u-1","body":"Hi"}
1.4 POST /conversations/$oldconv/customers {"admin_id":"$admin","customer":{"intercom_user_id":"$second"}}
1.4 DELETE /conversations/$oldconv/customers/$second {"admin_id":"$admin"}
1.4 POST /conversations/$oldconv/run_assignment_rules
1.4 GET /events?type=user&user_id=u-1
1.4 POST /events {"event_name":"docked","created_at":1700000000,"user_id":"u-1"}
1.4 POST /events/summaries {"user_id":"u-1","event_summaries":{"event_name":"docked","count":2}}
1.4 POST /bulk/users {"items":[{"method":"post","data_type":"user","data":{"user_id":"b-2"}}]}
1.4 POST /bulk/contacts {"items":[{"method":"post","data_type":"contact","data":{"name":"B"}}]}
1.4 POST /bulk/events {"items":[{"method":"post","data_type":"event","data":{"user_id":"u-1","event_name":"x","created_at":1}}]}
1.4 GET /jobs
1.4 GET /jobs/$bulk
1.4 POST /jobs/$bulk {"name":"Import"}
1.4 GET /jobs/$bulk/error
1.4 POST /messages {"message_type":"inapp","body":"Hi","from":{"type":"user","id":"$user"}}
1.4 GET /notes?user_id=u-1
1.4 POST /notes {"user":{"user_id":"u-1"},"body":"Hi"}
1.4 GET /notes/$note
1.4 GET /segments
1.4 GET /segments/$segment
1.4 GET /subscriptions
1.4 POST /subscriptions {"url":"https://hook.test","topics":["all"]}
1.4 GET /subscriptions/$hook
1.4 POST /subscriptions/$hook {"active":true}
1.4 POST /subscriptions/$hook/ping
1.4 GET /subscriptions/$hook/sent
1.4 GET /subscriptions/$hook/error
1.4 DELETE /subscriptions/$hook
1.4 GET /tags
1.4 POST /tags {"name":"old"}
1.4 DELETE /tags/$oldtag
1.4 GET /users
1.4 POST /users {"user_id":"u-9"}
1.4 GET /users/$user
1.4 DELETE /users/$deaduser
1.4 DELETE /users?user_id=u-9
1.4 POST /user_delete_requests {"intercom_user_id":"$gone"}
1.4 GET /visitors?user_id=v-4
1.4 GET /visitors/$oldv
1.4 PUT /visitors {"id":"$oldv","name":"Passer-by"}
1.4 POST /visitors/convert {"type":"lead","visitor":{"id":"$oldv"}}
1.4 DELETE /visitors/$deadv
1.4 DELETE /contacts/$deadlead
`

// scrolls need a fake of their own each: a workspace has one scroll at a time.
const scrolls = `
1.4 GET /users/scroll
1.4 GET /contacts/scroll
1.4 GET /companies/scroll
`

// Every operation that the fake serves succeeds here at least once, and no list
// of a response is null.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	var responses []served
	a := newTester(t)
	world := newWorld(a)
	all := validRequests + ticketsRequests + articlesRequests + knowledgeRequests + sourcesRequests + workspaceRequests + callsRequests + finRequests + bulkRequests + oauthRequests
	for line := range strings.Lines(all) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		responses = append(responses, serve(t, a, world, line))
	}
	for line := range strings.Lines(strings.TrimSpace(scrolls)) {
		responses = append(responses, serve(t, newTester(t), nil, line))
	}

	missing := map[string]bool{}
	for g, table := range a.fake.tables {
		for _, r := range table {
			missing[string(g)+" "+r.operation] = true
		}
	}
	lists := listNames()
	for _, res := range responses {
		delete(missing, string(generationOf(res.version))+" "+res.operation)
		eachArray(res.body, "", func(path string) { lists[path[strings.LastIndex(path, ".")+1:]] = true })
	}
	delete(lists, "") // that is a response as a whole
	assert.Empty(t, slices.Sorted(maps.Keys(missing)), "a request for each operation belongs into the list of requests")
	delete(lists, "time_intervals") // null on a day that is closed
	for _, res := range responses {
		eachNull(res.body, "", func(path string) {
			if lists[path[strings.LastIndex(path, ".")+1:]] {
				t.Errorf("%s %s: %s is null, not []", res.version, res.operation, path)
			}
		})
	}
}

// What the clients of other languages, and the tests of their makers, found.
func TestWhatOtherClientsExpect(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	world := newWorld(a)
	sent := a.ok("POST /messages", `{"message_type":"inapp","body":"Hi","from":{"type":"admin","id":"`+world["admin"]+`"},"to":{"type":"user","id":"`+world["contact"]+`"},
		"create_conversation_without_contact_reply":true}`)
	conv := a.ok("GET /conversations/"+sent.text("conversation_id"), "")
	assert.Equal(t, sent["id"], conv.at("source.id"))
	found := a.ok("POST /conversations/search", `{"query":{"field":"source.id","operator":"=","value":"`+sent.text("id")+`"}}`)
	assert.Equal(t, []string{conv.text("id")}, found.list("conversations", "id"))
	assert.Equal(t, []any{[]any{}, []any{}}, []any{conv.at("source.attachments"), conv.at("linked_objects.data")})

	until := strconv.FormatInt(time.Date(2040, 6, 19, 0, 0, 0, 0, time.UTC).Unix(), 10)
	snoozed := a.ok("POST /conversations/"+conv.text("id")+"/parts", `{"message_type":"snoozed","type":"admin","admin_id":"`+world["admin"]+`","snoozed_until":`+until+`}`)
	assert.Equal(t, until, snoozed.text("snoozed_until"))
	a.ok("POST /events/summaries", `{"user_id":"c-1","event_summaries":{"event_name":"docked","count":2,"first":`+until+`}}`)

	logs := a.ok("GET /admins/activity_logs?created_at_after=2021-12-12T00:00:00.000Z&created_at_before=2100-01-01T00:00:00%2B02:00", "")
	assert.NotEmpty(t, logs["activity_logs"])
	assert.Empty(t, a.ok("GET /admins/activity_logs?created_at_after=2100-01-01T00:00:00Z", "")["activity_logs"])

	team := a.ok("GET /teams/"+world["team"], "")
	assert.Equal(t, "round_robin", team["distribution_method"])
	assert.Contains(t, team, "assignment_limit")
	assert.NotContains(t, a.as("2.11").ok("GET /teams/"+world["team"], ""), "distribution_method")
	assert.Contains(t, a.ok("GET /companies/"+world["company"], ""), "last_request_at")
	assert.Equal(t, "location_data", a.as("1.4").ok("GET /users/"+world["user"], "").at("location_data.type"))
}

// served is the response to a request of the list.
type served struct {
	version, operation string
	body               any
}

func serve(t *testing.T, a *tester, world map[string]string, line string) served {
	t.Helper()
	version, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	method, rest, _ := strings.Cut(rest, " ")
	path, body, _ := strings.Cut(rest, " ")
	names := slices.SortedFunc(maps.Keys(world), func(a, b string) int { return len(b) - len(a) }) // $convert before $conv
	for _, name := range names {
		path = strings.ReplaceAll(path, "$"+name, world[name])
		body = strings.ReplaceAll(body, "$"+name, world[name])
	}
	res, b := a.as(version).send(method+" "+path, body)
	require.Less(t, res.StatusCode, http.StatusBadRequest, "%s: %s", line, b)
	out := served{version: version}
	sent := a.fake.Requests("")
	out.operation = sent[len(sent)-1].Operation
	keep(t, sent[len(sent)-1], res, b)
	if len(b) > 0 && strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		require.NoError(t, json.Unmarshal(b, &out.body), "%s: %s", line, b)
	}
	return out
}

// keep appends an exchange to the file that INTERCOMTEST_RECORD names: package
// conformance checks what is in it.
func keep(t *testing.T, sent Request, res *http.Response, body []byte) {
	t.Helper()
	name := os.Getenv("INTERCOMTEST_RECORD")
	if name == "" {
		return
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, json.NewEncoder(file).Encode(map[string]any{
		"Version": sent.Version, "Operation": sent.Operation, "Path": sent.Path, "Query": sent.Query, "Header": sent.Header, "Body": string(sent.Body),
		"Status": res.StatusCode, "Response": res.Header, "Content": string(body),
	}))
}

// listNames are the fields that the description of 2.16 has as arrays, and as
// nothing else.
func listNames() map[string]bool {
	isList := map[string]bool{}
	for _, s := range spec.Modern().Schemas {
		for name, p := range s.Properties {
			list, seen := isList[name]
			isList[name] = (list || !seen) && p.Kind == "array" && !p.Nullable
		}
	}
	maps.DeleteFunc(isList, func(_ string, list bool) bool { return !list })
	return isList
}

func eachArray(v any, path string, do func(path string)) {
	switch v := v.(type) {
	case []any:
		do(path)
		for _, item := range v {
			eachArray(item, path, do)
		}
	case map[string]any:
		for key, item := range v {
			eachArray(item, path+"."+key, do)
		}
	}
}

func eachNull(v any, path string, do func(path string)) {
	switch v := v.(type) {
	case nil:
		do(path)
	case []any:
		for _, item := range v {
			eachNull(item, path, do)
		}
	case map[string]any:
		for key, item := range v {
			eachNull(item, path+"."+key, do)
		}
	}
}
