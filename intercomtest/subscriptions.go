package intercomtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/go-intercom/intercom"
)

func (w *workspace) subscriptionRoutes() routes {
	subscriptions := plain(w, &w.subscriptions, rules[subscription]{
		read:  subscriptionJSON,
		write: w.writeSubscription,
		newID: func() string { return "nsub_" + w.number() },
		list:  listing{key: "items", paging: byPage, most: 60},
	})
	return routes{
		legacy: {
			"GET /subscriptions":       subscriptions.all,
			"POST /subscriptions":      subscriptions.create,
			"GET /subscriptions/{id}":  subscriptions.get,
			"POST /subscriptions/{id}": subscriptions.update,
			"DELETE /subscriptions/{id}": subscriptions.about(func(x *exchange, sub *subscription) (any, error) {
				sub.active = false
				return subscriptions.remove(x)
			}),
			"POST /subscriptions/{id}/ping": subscriptions.about(w.ping),
			"GET /subscriptions/{id}/sent":  subscriptions.about(sentNotifications),
			"GET /subscriptions/{id}/error": subscriptions.about(failedNotifications),
		},
	}
}

// subscription is a URL that notifications are sent to: one of 1.x, or a webhook
// of the Developer Hub.
type subscription struct {
	entry
	generation  generation
	serviceType string
	url         string
	topics      []any
	active      bool
	metadata    object
	hubSecret   string
	failing     int // the status of all its responses from now on; 0: it takes notifications
	outbox
}

func subscriptionJSON(_ *exchange, sub *subscription) object {
	self := apiHost + "/subscriptions/" + sub.id
	return object{
		"type": "notification_subscription", "id": sub.id, "created_at": sub.createdAt, "updated_at": sub.updatedAt,
		"service_type": sub.serviceType, "app_id": workspaceID, "url": sub.url, "self": self, "topics": sub.topics,
		"active": sub.active, "metadata": sub.metadata, "hub_secret": nullable(sub.hubSecret), "mode": "point",
		"links": object{"sent": self + "/sent", "retry": self + "/retry", "errors": self + "/errors"}, "notes": []object{},
	}
}

// Notify lets something happen that the fake does not notice by itself:
// subscriptions that are active and have the topic, and webhooks, get the item as
// it is, or [Item] of the topic in place of nil. Notify panics if the item is not fit
// for JSON.
func (s *Server) Notify(topic intercom.Topic, item any) {
	var made any
	if err := json.Unmarshal(itemText(topic, item), &made); err != nil {
		panic("intercomtest: item of " + string(topic) + ": " + err.Error())
	}
	o, _ := made.(map[string]any)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range []generation{legacy, modern} {
		s.workspace.happened(g, string(topic), func() object { return o })
	}
}

// FailNotifications makes the URL of a subscription respond to notifications with a
// status from now on, so that they get into its feed of failed ones; 0 ends
// that. It panics if there is no such subscription.
func (s *Server) FailNotifications(subscriptionID string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub, ok := s.workspace.subscriptions.get(subscriptionID)
	if !ok {
		panic("intercomtest: no subscription " + subscriptionID)
	}
	sub.failing = status
}

// has reports whether a subscription has the topic or its group.
func (sub *subscription) has(topic string) bool {
	return slices.ContainsFunc(sub.topics, func(t any) bool {
		own, _ := t.(string)
		return own == "all" || own == topic || strings.HasPrefix(topic, own+".")
	})
}

// wants reports whether a subscription that has the topic wants an item: of events
// it has those that are named in its metadata.
func (sub *subscription) wants(topic string, item object) bool {
	names, ok := sub.metadata["event_names"].([]any)
	return topic != "event.created" || !ok || slices.Contains(names, item["event_name"])
}

const maxSubscriptions = 250

func (w *workspace) writeSubscription(x *exchange, f *fields, sub *subscription) {
	isNew := sub.id == ""
	if isNew {
		sub.generation, sub.active, sub.serviceType, sub.metadata = legacy, true, "web", object{}
		f.need("url", "topics")
	}
	f.text("url", &sub.url)
	f.text("service_type", &sub.serviceType)
	f.text("hub_secret", &sub.hubSecret)
	f.flag("active", &sub.active)
	f.list("topics", &sub.topics)
	if x.body.has("metadata") {
		sub.metadata = object{}
		if m := x.body.object("metadata"); m != nil {
			sub.metadata = m
		}
	}
	switch {
	case sub.url != "" && !strings.HasPrefix(sub.url, "http"):
		f.fail(invalid("url", "url is malformed"))
	case len(sub.topics) == 0:
		f.fail(failure(http.StatusBadRequest, "parameter_not_found", "topics not specified"))
	case isNew && len(w.subscriptions.ids) >= maxSubscriptions:
		f.fail(failure(http.StatusBadRequest, "bad_request", "an app has at most %d subscriptions", maxSubscriptions))
	}
}

// ping sends a notification without an id, whatever the topics.
func (w *workspace) ping(_ *exchange, sub *subscription) (any, error) {
	w.post(sub, &delivery{topic: "ping", item: object{"type": "ping", "message": "Quay Street says hello"}})
	return nil, nil
}

func sentNotifications(x *exchange, sub *subscription) (any, error) {
	return notificationList(x, sub.sent)
}

func failedNotifications(x *exchange, sub *subscription) (any, error) {
	return notificationList(x, sub.failed)
}

// notificationList lists the newest first.
func notificationList(x *exchange, deliveries []*delivery) (any, error) {
	form := listing{kind: "notification.list", key: "notifications", paging: byPage, most: 60, newest: true}
	return listed(x, form, deliveries, nil, (*delivery).json)
}
