package intercomtest

// addWorkspace adds to the world what workspaceRequests name.
func addWorkspace(a *tester, world map[string]string) {
	create := func(version, op, body string) string {
		_, b := a.as(version).send(op, body)
		return parse(a.t, b).text("id")
	}
	contact := world["contact"]
	a.fake.AddBanner("Hi there", "Storm ahead", contact)
	banners := a.ok("GET /contacts/"+contact+"/banners", "")
	world["bannerview"] = banners.list("data", "view_id")[0]
	world["macro"] = a.fake.AddMacro("Greeting", "Hi {{user.name | fallback: 'there'}}")
	world["brand"] = a.fake.AddBrand("Mole")
	world["sender"] = a.fake.AddEmail("pier@quay.test", "")
	world["workflow"] = a.fake.AddWorkflow("Greeting")
	world["feed"] = a.fake.AddNewsfeed("Everyone")
	world["news"] = create("2.16", "POST /news/news_items", `{"title":"Dredging","sender_id":`+world["admin"]+`,"reactions":["👍"]}`)
	world["schedule"] = create("2.16", "POST /office_hours_schedules",
		`{"name":"Weekdays","time_zone_name":"Europe/Lisbon","time_intervals":[{"start_minute":540,"end_minute":1020}]}`)
	world["holiday"] = create("2.16", "POST /office_hours_schedules/"+world["schedule"]+"/office_hours_exceptions",
		`{"exception_date":"2026-12-25","exception_type":"closed"}`)
	world["hmac"] = create("Preview", "POST /secure_mode_secrets", `{"name":"Old","supports_web":true}`)
}

const workspaceRequests = `
2.16 GET /brands
2.16 GET /brands/$brand
2.16 GET /contacts/$contact/banners
2.16 POST /contacts/$contact/banners/$bannerview/dismiss
2.16 GET /emails
2.16 GET /emails/$sender
2.16 GET /export/workflows/$workflow
2.16 GET /ip_allowlist
2.16 PUT /ip_allowlist {"enabled":true,"ip_allowlist":["127.0.0.1"]}
2.16 GET /macros
2.16 GET /macros/$macro
2.16 GET /news/news_items
2.16 POST /news/news_items {"title":"New berths","sender_id":$admin,"state":"live","reactions":["👍"],"newsfeed_assignments":[{"newsfeed_id":$feed}]}
2.16 GET /news/news_items/$news
2.16 PUT /news/news_items/$news {"title":"Dredging","sender_id":$admin,"body":"Mind the mud"}
2.16 DELETE /news/news_items/$news
2.16 GET /news/newsfeeds
2.16 GET /news/newsfeeds/$feed
2.16 GET /news/newsfeeds/$feed/items
2.16 GET /office_hours_schedules
2.16 POST /office_hours_schedules {"name":"Nights","time_zone_name":"Europe/Lisbon","time_intervals":[]}
2.16 GET /office_hours_schedules/$schedule
2.16 PUT /office_hours_schedules/$schedule {"name":"Weekdays"}
2.16 GET /office_hours_schedules/$schedule/office_hours_exceptions
2.16 POST /office_hours_schedules/$schedule/office_hours_exceptions {"exception_date":"2026-12-24","exception_type":"custom_hours","time_intervals":[{"start_minute":540,"end_minute":780}]}
2.16 GET /office_hours_schedules/$schedule/office_hours_exceptions/$holiday
2.16 PUT /office_hours_schedules/$schedule/office_hours_exceptions/$holiday {"name":"Christmas Day"}
2.16 DELETE /office_hours_schedules/$schedule/office_hours_exceptions/$holiday
2.16 DELETE /office_hours_schedules/$schedule
2.16 POST /phone_call_redirects {"phone":"+353832345678","custom_attributes":{"issue":"Billing"}}
Preview GET /secure_mode_secrets
Preview POST /secure_mode_secrets {"name":"New","supports_web":true,"supports_ios":true}
Preview DELETE /secure_mode_secrets/$hmac
`
