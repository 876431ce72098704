package requests

// exceptions has what the description gets wrong or says less well than the responses that it has examples of, with the reason. They
// are written as
//
//	<operation> <field>          neither the field nor what is in it is checked
//	<operation> <field>?         the field need not be there
//	<operation> <field>=<value>  the field may have a value that its enumeration lacks
//
// Lines may be removed freely; adding one needs a reason that still convinces a year later.
var exceptions = map[string]string{
	"GET /admins/activity_logs created_at_after?":                          "the response is a 404",
	"GET /data_attributes model=conversation":                              "the error says what replaces it",
	"GET /events filter":                                                   "an object of which each property is a parameter",
	"GET /events type?":                                                    "the code is parameter_invalid",
	"GET /messages/status ruleset_id?":                                     "the code is parameter_missing",
	"GET /messages/whatsapp/status message_id?":                            "the code is parameter_missing",
	"POST /audiences name?":                                                "the response is a 422",
	"POST /articles author_id?":                                            "the translation into the default language can have it",
	"POST /contacts email?":                                                "the code is parameter_invalid",
	"POST /contacts/search query":                                          "the errors of searches have codes of their own",
	"POST /contacts/search sort":                                           "the code is invalid_sort_order",
	"POST /content/bulk_actions action":                                    "the response is a 422",
	"POST /content/bulk_actions action?":                                   "the response is a 422",
	"POST /content/bulk_actions content_ids":                               "the response is a 422, and items of other types are left out",
	"POST /content/bulk_actions content_ids?":                              "the response is a 422",
	"POST /conversations/attributes data_type":                             "the response is a 422",
	"POST /conversations/attributes name?":                                 "the response is a 422",
	"POST /conversations/attributes/{id}/options label?":                   "the response is a 422",
	"PUT /conversations/attributes/{id}/options/{option_id} label?":        "the response is a 422",
	"POST /conversations/search query":                                     "the errors of searches have codes of their own",
	"POST /conversations/{conversation_id}/reply body?":                    "a quick reply has none",
	"POST /conversations/{conversation_id}/reply message_type=quick_reply": "contacts choose quick replies too: the schema has reply_options",
	"POST /data_attributes options?":                                       "the code is parameter_invalid",
	"POST /events/summaries event_summaries":                               "an object in the schema, a list in its text",
	"POST /export/reporting_data/enqueue attribute_ids?":                   "the code is bad_request",
	"POST /export/reporting_data/enqueue dataset_id?":                      "the code is bad_request",
	"POST /fin/csat conversation_id?":                                      "the response is a 422",
	"POST /fin/csat rating":                                                "the response is a 422",
	"POST /fin/reply conversation_id?":                                     "the code is parameter_invalid",
	"POST /fin/start conversation_id?":                                     "the code is parameter_invalid",
	"POST /messages body?":                                                 "the code is parameter_invalid",
	"POST /messages from.id":                                               "contacts have ids that are no integers",
	"POST /messages from.type=contact":                                     "examples are sent by contacts",
	"POST /messages from.type=lead":                                        "examples are sent by contacts",
	"POST /messages from.type=user":                                        "examples are sent by contacts",
	"POST /messages message_type=inapp":                                    "examples have it, and the schema in the title of an alternative",
	"POST /messages message_type?":                                         "examples by contacts have none",
	"POST /messages to.id?":                                                "examples address WhatsApp by phone",
	"POST /messages to.type?":                                              "examples address WhatsApp by phone",
	"POST /messages to?":                                                   "examples by contacts have none",
	"POST /tags name?":                                                     "the code is parameter_invalid",
	"POST /visitors/convert user.id?":                                      "examples have an e-mail address only",
	"POST /visitors/convert user?":                                         "a visitor that becomes a lead has none",

	"PATCH /data_connectors/{id} audiences":        "the response is a 422",
	"PATCH /data_connectors/{id} http_method":      "the response is a 422",
	"PATCH /data_connectors/{id} state":            "the response is a 422",
	"POST /data_connectors audiences":              "the response is a 422",
	"POST /data_connectors http_method":            "the response is a 422",
	"POST /data_connectors name?":                  "the response is a 422",
	"POST /phone_call_redirects phone?":            "the error has another form",
	"POST /office_hours_schedules name?":           "the response is a 422",
	"POST /office_hours_schedules time_intervals?": "the response is a 422",
	"POST /office_hours_schedules time_zone_name?": "the response is a 422",
	"POST /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions exception_date?":    "the response is a 422",
	"POST /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions exception_type":     "the response is a 422",
	"PUT /office_hours_schedules/{office_hours_schedule_id}/office_hours_exceptions/{id} exception_type": "the response is a 422",
}
