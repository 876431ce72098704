package intercomtest

import (
	"net/http"
	"slices"
	"strings"
)

func (w *workspace) subscriptionRoutes() routes {
	return routes{
		legacy: {
			"GET /subscriptions":            w.listSubscriptions,
			"POST /subscriptions":           w.subscribe,
			"GET /subscriptions/{id}":       w.getSubscription,
			"POST /subscriptions/{id}":      w.updateSubscription,
			"DELETE /subscriptions/{id}":    w.unsubscribe,
			"POST /subscriptions/{id}/ping": w.ping,
			"GET /subscriptions/{id}/sent":  w.sentNotifications,
			"GET /subscriptions/{id}/error": w.failedNotifications,
		},
	}
}

// subscription is a webhook of 1.x. Nothing is ever sent to its URL: what would
// be is kept in its feeds.
type subscription struct {
	id          string
	createdAt   int64
	updatedAt   int64
	serviceType string
	url         string
	topics      []any
	active      bool
	metadata    object
	hubSecret   string
	sent        []object
	failed      []object
	failing     int // what its URL answers to all from now on; 0: it takes them
}

func subscriptionJSON(sub *subscription) object {
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

// FailNotifications makes the URL of a subscription answer notifications with a
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

// wants tells whether a subscription has the topic or its group. Of events it
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

func (w *workspace) subscription(x *exchange) (*subscription, error) {
	sub, ok := w.subscriptions.get(x.param("id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return sub, nil
}

func (w *workspace) listSubscriptions(x *exchange) (any, error) {
	page, pages, err := paged(x, slices.Collect(w.subscriptions.all()), 50, 60)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "items": render(page, subscriptionJSON), "pages": pages}, nil
}

const maxSubscriptions = 250

func (w *workspace) subscribe(x *exchange) (any, error) {
	sub := &subscription{id: "nsub_" + w.number(), createdAt: x.now, active: true, serviceType: "web", metadata: object{}}
	if err := sub.write(x); err != nil {
		return nil, err
	}
	if sub.url == "" || len(sub.topics) == 0 {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "url and topics are required")
	}
	if len(w.subscriptions.ids) >= maxSubscriptions {
		return nil, failure(http.StatusBadRequest, "bad_request", "an app has at most %d subscriptions", maxSubscriptions)
	}
	return subscriptionJSON(w.subscriptions.add(sub.id, sub)), nil
}

func (w *workspace) updateSubscription(x *exchange) (any, error) {
	sub, err := w.subscription(x)
	if err == nil {
		err = sub.write(x)
	}
	if err != nil {
		return nil, err
	}
	return subscriptionJSON(sub), nil
}

// write reads what the body says of a subscription.
func (sub *subscription) write(x *exchange) error {
	draft := *sub
	f := &fields{object: x.body}
	f.text("url", &draft.url)
	f.text("service_type", &draft.serviceType)
	f.text("hub_secret", &draft.hubSecret)
	f.flag("active", &draft.active)
	if x.body.has("topics") {
		topics, ok := x.body["topics"].([]any)
		if !ok {
			f.wrong("topics", "an array", x.body["topics"])
		}
		draft.topics = topics
	}
	if x.body.has("metadata") {
		draft.metadata = object{}
		if m := x.body.object("metadata"); m != nil {
			draft.metadata = m
		}
	}
	if f.err == nil && draft.url != "" && !strings.HasPrefix(draft.url, "http") {
		f.err = invalid("url", "url is malformed")
	}
	if f.err != nil {
		return f.err
	}
	draft.updatedAt = x.now
	*sub = draft
	return nil
}

func (w *workspace) getSubscription(x *exchange) (any, error) {
	sub, err := w.subscription(x)
	if err != nil {
		return nil, err
	}
	return subscriptionJSON(sub), nil
}

func (w *workspace) unsubscribe(x *exchange) (any, error) {
	sub, err := w.subscription(x)
	if err != nil {
		return nil, err
	}
	w.subscriptions.remove(sub.id)
	return subscriptionJSON(sub), nil
}

// ping delivers a notification without an id, whatever the topics.
func (w *workspace) ping(x *exchange) (any, error) {
	sub, err := w.subscription(x)
	if err != nil {
		return nil, err
	}
	sub.deliver(w.notificationJSON("ping", "", object{"type": "ping", "message": "Quay Street says hello"}))
	return nil, nil
}

func (w *workspace) sentNotifications(x *exchange) (any, error) {
	sub, err := w.subscription(x)
	if err != nil {
		return nil, err
	}
	return notificationList(x, sub.sent)
}

func (w *workspace) failedNotifications(x *exchange) (any, error) {
	sub, err := w.subscription(x)
	if err != nil {
		return nil, err
	}
	return notificationList(x, sub.failed)
}

// notificationList lists the newest first.
func notificationList(x *exchange, notifications []object) (any, error) {
	newest := slices.Clone(notifications)
	slices.Reverse(newest)
	page, pages, err := paged(x, newest, 50, 60)
	if err != nil {
		return nil, err
	}
	return object{"type": "notification.list", "notifications": render(page, func(o object) object { return o }), "pages": pages}, nil
}
