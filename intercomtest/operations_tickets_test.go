package intercomtest

// addTickets adds to the world what ticketsRequests name.
func addTickets(a *tester, world map[string]string) {
	create := func(kind string) string {
		return a.ok("POST /tickets", `{"ticket_type_id":"`+kind+`","contacts":[{"id":"`+world["contact"]+`"}]}`).text("id")
	}
	world["kind2"] = a.fake.AddTicketType("Overhaul", "Customer")
	world["custom"] = create(world["kind"])
	world["deadticket"] = create(world["kind"])
	world["tracker"] = create(a.fake.AddTicketType("Flood", "Tracker"))
	world["attribute"] = a.ok("GET /ticket_types/"+world["kind2"], "").list("ticket_type_attributes.data", "id")[0]
	world["waiting"] = a.fake.AddTicketState("waiting_on_customer", "With the yard")
}

const ticketsRequests = `
2.16 GET /ticket_states
2.16 GET /ticket_types
2.16 POST /ticket_types {"name":"Bug"}
2.16 GET /ticket_types/$kind
2.16 PUT /ticket_types/$kind {"archived":false}
2.16 POST /ticket_types/$kind/attributes {"name":"Deck","description":"Where","data_type":"list","list_items":"Upper,Lower"}
2.16 PUT /ticket_types/$kind2/attributes/$attribute {"description":"In short"}
2.16 POST /tickets {"ticket_type_id":"$kind","contacts":[{"email":"new@quay.test"}],"ticket_attributes":{"_default_title_":"Leak"}}
2.16 POST /tickets/enqueue {"ticket_type_id":"$kind","contacts":[{"external_id":"c-1"}]}
2.16 POST /tickets/search {"query":{"field":"created_at","operator":">","value":1}}
2.16 GET /tickets/$custom
2.16 PUT /tickets/$custom {"ticket_state_id":"$waiting","ticket_attributes":{"_default_title_":"Leak"},"open":true,"admin_id":$admin,"assignee_id":"$team"}
2.16 POST /tickets/$custom/change_type {"ticket_type_id":"$kind2","ticket_state_id":"1"}
2.16 POST /tickets/$custom/reply {"message_type":"comment","type":"admin","admin_id":"$admin","body":"Hi"}
2.16 POST /tickets/$tracker/linked_conversations {"conversation_id":"$conv"}
2.16 DELETE /tickets/$tracker/linked_conversations/$conv
2.16 DELETE /tickets/$deadticket
`
