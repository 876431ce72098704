package intercomtest

import (
	"net/http"
	"slices"
	"strings"
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
			"GET /subscriptions":            subscriptions.all,
			"POST /subscriptions":           subscriptions.create,
			"GET /subscriptions/{id}":       subscriptions.get,
			"POST /subscriptions/{id}":      subscriptions.update,
			"DELETE /subscriptions/{id}":    subscriptions.remove,
			"POST /subscriptions/{id}/ping": subscriptions.about(w.ping),
			"GET /subscriptions/{id}/sent":  subscriptions.about(sentNotifications),
			"GET /subscriptions/{id}/error": subscriptions.about(failedNotifications),
		},
	}
}

// subscription is a webhook of 1.x. Nothing is ever sent to its URL: what would
// be is kept in its feeds.
type subscription struct {
	entry
	serviceType string
	url         string
	topics      []any
	active      bool
	metadata    object
	hubSecret   string
	sent        []object
	failed      []object
	failing     int // the status of all its responses from now on; 0: it takes notifications
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

// Notify lets something happen that subscriptions can be about: those that are
// active and have the topic get item into their feed of sent notifications.
// Events that are created do so by themselves.
func (s *Server) Notify(topic string, item map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workspace.notify(topic, item)
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

func (w *workspace) notify(topic string, item object) {
	for sub := range w.subscriptions.all() {
		if sub.active && sub.wants(topic, item) {
			sub.deliver(w.notificationJSON(topic, "notif_"+uuid(), item))
		}
	}
}

// wants reports whether a subscription has the topic or its group. Of events it
// has those that are named in its metadata.
func (sub *subscription) wants(topic string, item object) bool {
	if !slices.ContainsFunc(sub.topics, func(t any) bool {
		own, _ := t.(string)
		return own == "all" || own == topic || strings.HasPrefix(topic, own+".")
	}) {
		return false
	}
	names, ok := sub.metadata["event_names"].([]any)
	return topic != "event.created" || !ok || slices.Contains(names, item["event_name"])
}

func (sub *subscription) deliver(notification object) {
	if sub.failing == 0 {
		notification["delivery_status"] = "delivered"
		notification["delivered_at"] = notification["created_at"]
		sub.sent = append(sub.sent, notification)
		return
	}
	notification["delivery_status"] = "retry"
	notification["http_request"] = object{
		"request_method": "POST", "request_uri": sub.url, "request_headers": object{"Content-Type": "application/json"},
		"request_entity": string(mustJSON(notification)), "response_status_code": sub.failing,
		"response_headers": object{"Content-Type": "text/plain"}, "response_entity": http.StatusText(sub.failing),
	}
	sub.failed = append(sub.failed, notification)
}

func (w *workspace) notificationJSON(topic, id string, item object) object {
	now := w.unix()
	o := object{
		"type": "notification_event", "id": nullable(id), "topic": topic, "app_id": workspaceID,
		"data":            object{"type": "notification_event_data", "item": item},
		"delivery_status": "pending", "delivery_attempts": 1, "delivered_at": 0, "first_sent_at": now, "created_at": now,
		"links": object{}, "self": nil,
	}
	if id != "" {
		o["self"] = apiHost + "/notifications/" + id
	}
	return o
}

const maxSubscriptions = 250

func (w *workspace) writeSubscription(x *exchange, f *fields, sub *subscription) {
	isNew := sub.id == ""
	if isNew {
		sub.active, sub.serviceType, sub.metadata = true, "web", object{}
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

// ping delivers a notification without an id, whatever the topics.
func (w *workspace) ping(_ *exchange, sub *subscription) (any, error) {
	sub.deliver(w.notificationJSON("ping", "", object{"type": "ping", "message": "Quay Street says hello"}))
	return nil, nil
}

func sentNotifications(x *exchange, sub *subscription) (any, error) {
	return notificationList(x, sub.sent)
}

func failedNotifications(x *exchange, sub *subscription) (any, error) {
	return notificationList(x, sub.failed)
}

// notificationList lists the newest first.
func notificationList(x *exchange, notifications []object) (any, error) {
	form := listing{kind: "notification.list", key: "notifications", paging: byPage, most: 60, newest: true}
	return listed(x, form, notifications, nil, func(o object) object { return o })
}
