package intercomtest

// addKnowledge adds to the world what knowledgeRequests name.
func addKnowledge(a *tester, world map[string]string) {
	preview, old := a.as("Preview"), a.as("2.9")
	center := a.fake.AddHelpCenter("Harbor")
	collection := a.ok("POST /help_center/collections", `{"name":"Berths"}`).text("id")
	redirect := a.ok("POST /help_center/help_centers/"+center+"/redirects",
		`{"from_url":"https://intercom.help/harbor/old","locale":"en","target_type":"collection","target_id":"`+collection+`"}`)
	world["hcenter"], world["hcollection"], world["hredirect"] = center, collection, redirect.text("id")
	world["hsection"] = old.ok("POST /help_center/sections", `{"name":"Ropes","parent_id":`+collection+`}`).text("id")
	world["hgone"] = a.ok("POST /help_center/collections", `{"name":"Gone"}`).text("id")
	world["hfolder"] = preview.ok("POST /folders", `{"folder":{"name":"Harbor"}}`).text("id")
	world["hfile"] = a.fake.AddFile("tides.pdf")
	_, audience := a.send("POST /audiences", `{"name":"Captains"}`)
	world["haudience"] = parse(a.t, audience).text("id")
}

const knowledgeRequests = `
2.16 GET /help_center/help_centers
2.16 GET /help_center/help_centers/$hcenter
2.16 GET /help_center/help_centers/$hcenter/redirects
2.16 GET /help_center/help_centers/$hcenter/redirects/$hredirect
2.16 POST /help_center/help_centers/$hcenter/redirects {"from_url":"https://intercom.help/harbor/x","locale":"en","target_type":"collection","target_id":"$hcollection"}
2.16 DELETE /help_center/help_centers/$hcenter/redirects/$hredirect
2.16 GET /help_center/collections
2.16 POST /help_center/collections {"name":"Tides","parent_id":"$hcollection","translated_content":{"de":{"name":"Gezeiten","description":""}}}
2.16 GET /help_center/collections/$hcollection
2.16 PUT /help_center/collections/$hcollection {"description":"Where boats are"}
2.16 DELETE /help_center/collections/$hgone
2.9 GET /help_center/sections
2.9 POST /help_center/sections {"name":"Knots","parent_id":$hcollection}
2.9 GET /help_center/sections/$hsection
2.9 PUT /help_center/sections/$hsection {"name":"Lines"}
2.9 DELETE /help_center/sections/$hsection
2.16 GET /content/search?query=o
2.16 POST /content/bulk_actions {"action":"delete","content_ids":[{"type":"file_source_content","id":"$hfile"}]}
2.16 GET /audiences
2.16 POST /audiences {"name":"Sailors","predicates":[{"attribute":"company.name","type":"string","comparison":"contains","value":"Acme"}]}
2.16 GET /audiences/$haudience
2.16 PUT /audiences/$haudience {"name":"Skippers"}
2.16 DELETE /audiences/$haudience
Preview GET /folders
Preview POST /folders {"folder":{"name":"Tides","parent_folder_id":null}}
Preview GET /folders/$hfolder
Preview PUT /folders/$hfolder {"folder":{"emoji":"⚓"}}
Preview DELETE /folders/$hfolder
`
