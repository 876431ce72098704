package intercomtest

// addBulk adds to the world what bulkRequests name.
func addBulk(a *tester, world map[string]string) {
	world["guest"] = a.ok("POST /contacts", `{"role":"lead","phone":"+353800000000"}`).text("id")
	world["shop"] = a.fake.AddEcommerceConnector()
	replied := a.ok("POST /conversations/"+world["conv"]+"/reply", `{"message_type":"comment","type":"admin","admin_id":"`+world["admin"]+`","body":"Hi"}`)
	world["part"] = replied.object("conversation_parts").list("conversation_parts", "id")[0]
	submitted := func(operation, body string) string { return a.as("Preview").ok(operation, body).text("id") }
	world["contactjob"] = submitted("POST /contacts/bulk", `{"contacts":[{"external_id":"bulk-1"}]}`)
	world["companyjob"] = submitted("POST /companies/bulk", `{"companies":[{"company_id":"bulk-1"}]}`)
}

const bulkRequests = `
Preview POST /contacts/bulk {"contacts":[{"external_id":"bulk-2","tags":{"add":[{"id":"$tag"}]},"companies":[{"company_id":"bulk-2","name":"Two"}]}],"job":{"id":"$contactjob"}}
Preview PUT /contacts/bulk {"contacts":[{"id":"$contact","name":"Mira"}]}
Preview POST /contacts/bulk/delete {"contacts":[{"id":"nobody"}]}
Preview GET /contacts/bulk/$contactjob
Preview GET /contacts/activities?per_page=2
Preview POST /contacts/merge/preview {"from":"$guest","into":"$contact"}
Preview POST /companies/bulk {"companies":[{"company_id":"bulk-3","name":"Three"}],"job":{"id":"$companyjob"}}
Preview PUT /companies/bulk {"companies":[{"id":"$company","size":5}]}
Preview POST /companies/bulk/delete {"companies":[{"id":"nobody"}]}
Preview GET /companies/bulk/$companyjob
Preview POST /companies/search {"query":{"field":"name","operator":"~","value":"Harb"}}
Preview POST /ecommerce/connectors/$shop/catalog {"catalog":"[{\"id\":\"p-1\"}]"}
Preview PUT /teams/$team {"admin_ids":[$admin]}
Preview PUT /conversations/$conv/conversation_parts/$part {"experimental":true,"secret":"s","seen":true}
`
