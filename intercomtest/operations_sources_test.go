package intercomtest

import "net/http"

// addSources adds to the world what sourcesRequests name.
func addSources(a *tester, world map[string]string) {
	connector := func(name string) string {
		_, b := a.send("POST /data_connectors", `{"name":"`+name+`"}`)
		return parse(a.t, b).text("id")
	}
	source := a.ok("POST /ai/content_import_sources", `{"url":"https://help.quay.test","sync_behavior":"api"}`)
	world["importsource"] = source.text("id")
	world["crawled"] = a.fake.AddContentImportSource("https://www.quay.test", "automatic")
	page := a.ok("POST /ai/external_pages", `{"source_id":`+source.text("id")+`,"external_id":"p-1","title":"Tides","html":"<p>High</p>","locale":"en"}`)
	world["externalpage"] = page.text("id")
	world["connector"], world["unused"] = connector("Tides"), connector("Berths")
	world["execution"] = a.fake.AddDataConnectorExecution(world["connector"], http.StatusOK, "")
	world["boat"] = a.ok("POST /custom_object_instances/Boat", `{"external_id":"b-1"}`).text("id")
}

const sourcesRequests = `
2.16 GET /ai/content_import_sources
2.16 POST /ai/content_import_sources {"url":"https://docs.quay.test","sync_behavior":"api","audience_ids":[5]}
2.16 GET /ai/content_import_sources/$importsource
2.16 PUT /ai/content_import_sources/$crawled {"url":"https://www.quay.test","sync_behavior":"automated","status":"deactivated","audience_ids":5}
2.16 GET /ai/external_pages
2.16 POST /ai/external_pages {"source_id":$importsource,"external_id":"p-2","title":"Berths","html":"<p>C4</p>","locale":"en"}
2.16 GET /ai/external_pages/$externalpage
2.16 PUT /ai/external_pages/$externalpage {"source_id":$importsource,"title":"Tides","html":"<p>Low</p>","url":"https://help.quay.test/1","locale":"en"}
2.16 DELETE /ai/external_pages/$externalpage
2.16 DELETE /ai/content_import_sources/$importsource
2.16 GET /data_connectors
2.16 POST /data_connectors {"name":"Weather","http_method":"post","audiences":["users"],"headers":[{"name":"A","value":"b"}],"mock_response":{"wind":7}}
2.16 GET /data_connectors/$connector?state_version=draft
2.16 PATCH /data_connectors/$connector {"state":"live","data_inputs":[{"name":"port","type":"string","description":"Which port","required":true}]}
2.16 GET /data_connectors/$connector/execution_results?success=true&include_bodies=true
2.16 GET /data_connectors/$connector/execution_results/$execution
2.16 DELETE /data_connectors/$unused
2.16 GET /custom_object_instances/Boat
2.16 POST /custom_object_instances/Boat {"external_id":"b-2","external_created_at":1392036272,"external_updated_at":null,"custom_attributes":{"length":9.5}}
2.16 GET /custom_object_instances/Boat/$boat
2.16 DELETE /custom_object_instances/Boat/$boat
2.16 DELETE /custom_object_instances/Boat?external_id=b-2
`
