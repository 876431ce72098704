package intercomtest

import (
	"embed"
	"encoding/json"

	"github.com/go-intercom/intercom"
)

//go:embed items/*.json
var itemFiles embed.FS

// Item returns what a notification of a topic is about, in the form that Intercom
// sends it in: a made one, with all that is surprising about it. It is nil for a
// topic that only subscriptions have, or that this package does not know.
func Item(topic intercom.Topic) json.RawMessage {
	name, ok := itemNames[topic]
	if !ok {
		return nil
	}
	content, err := itemFiles.ReadFile("items/" + name + ".json")
	if err != nil {
		panic("intercomtest: " + err.Error()) // a test looks for all of them
	}
	return content
}

var itemNames = map[intercom.Topic]string{}
