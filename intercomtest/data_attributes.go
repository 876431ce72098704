package intercomtest

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
)

func (w *workspace) dataAttributeRoutes() routes {
	attributes := plain(w, &w.attributes, rules[dataAttribute]{
		read:  w.dataAttributeJSON,
		write: w.writeDataAttribute,
		none:  failure(http.StatusNotFound, "field_not_found", "We couldn't find that data attribute to update"),
	})
	return routes{
		legacy: {
			"GET /data_attributes": w.listDataAttributes,
		},
		modern: {
			"GET /data_attributes":                     w.listDataAttributes,
			"POST /data_attributes":                    w.logged("data_attribute_creation", attributes.create),
			"PUT /data_attributes/{data_attribute_id}": w.logged("data_attribute_update", attributes.update),
		},
	}
}

// dataAttribute is an attribute that the workspace defined.
type dataAttribute struct {
	entry
	model             string
	name              string
	description       string
	dataType          string
	options           []string
	messengerWritable bool
	archived          bool
}

func (w *workspace) dataAttributeJSON(x *exchange, a *dataAttribute) object {
	o := object{
		"type":               "data_attribute",
		"id":                 integer(a.id),
		"model":              modelIn(x, a.model),
		"name":               a.name,
		"full_name":          "custom_attributes." + a.name,
		"label":              a.name,
		"description":        a.description,
		"data_type":          a.dataType,
		"api_writable":       true,
		"messenger_writable": a.messengerWritable,
		"ui_writable":        true,
		"custom":             true,
		"archived":           a.archived,
		"admin_id":           w.me().id,
		"created_at":         a.createdAt,
		"updated_at":         a.updatedAt,
	}
	if a.options != nil {
		o["options"] = a.options
	}
	if x.generation == legacy {
		delete(o, "id")
	}
	return o
}

// modelIn is the name of a model in the version of a call.
func modelIn(x *exchange, model string) string {
	if x.generation == legacy && model == "contact" {
		return "customer"
	}
	return model
}

// standardAttributes are some of those that every workspace has.
var standardAttributes = []struct {
	model, name, fullName, label, dataType string
	writable                               bool
}{
	{"contact", "id", "id", "ID", "string", false},
	{"contact", "email", "email", "Email", "string", true},
	{"contact", "name", "name", "Name", "string", true},
	{"contact", "phone", "phone", "Phone", "string", true},
	{"contact", "signed_up_at", "signed_up_at", "Signed up", "date", true},
	{"contact", "created_at", "created_at", "First seen", "date", false},
	{"company", "name", "name", "Company name", "string", true},
	{"company", "company_id", "company_id", "Company ID", "string", false},
	{"company", "last_request_at", "last_request_at", "Company last seen", "date", false},
	{"company", "remote_created_at", "remote_created_at", "Company created at", "date", true},
	{"company", "name", "plan.name", "Plan", "string", false},
	{"company", "monthly_spend", "monthly_spend", "Monthly Spend", "float", true},
	{"company", "size", "size", "Company size", "integer", true},
}

func (w *workspace) listDataAttributes(x *exchange) (any, error) {
	model := x.query.Get("model")
	ofConversations := model == "conversation" && x.generation == modern && !x.atLeast("2.16")
	switch model {
	case "", modelIn(x, "contact"), "company":
	case "conversation":
		if ofConversations {
			break
		}
		return nil, failure(http.StatusUnprocessableEntity, "parameter_invalid",
			"model=conversation is no longer supported. Use GET /conversations/attributes instead")
	default:
		return nil, invalid("model", "model %q is not supported", model)
	}
	wanted := func(of string) bool { return model == "" || model == modelIn(x, of) }
	list := []object{}
	for _, a := range standardAttributes {
		if wanted(a.model) {
			list = append(list, object{
				"type":               "data_attribute",
				"model":              modelIn(x, a.model),
				"name":               a.name,
				"full_name":          a.fullName,
				"label":              a.label,
				"description":        "",
				"data_type":          a.dataType,
				"api_writable":       a.writable,
				"messenger_writable": true,
				"ui_writable":        false,
				"custom":             false,
				"archived":           false,
			})
		}
	}
	for a := range w.attributes.all() {
		if wanted(a.model) && (!a.archived || x.query.Get("include_archived") == "true") {
			list = append(list, w.dataAttributeJSON(x, a))
		}
	}
	if ofConversations {
		list = render(w.conversationAttributes.where((*conversationAttribute).active), dataAttributeOfConversations)
	}
	if x.generation == legacy {
		return object{"type": "data_attribute.list", "data_attributes": list}, nil
	}
	return object{"type": "list", "data": list}, nil
}

// dataAttributeOfConversations shows an attribute of conversations as versions
// before 2.16 do, which have no path of their own for them.
func dataAttributeOfConversations(a *conversationAttribute) object {
	return object{
		"type":               "data_attribute",
		"id":                 numberOf(a.id),
		"model":              "conversation",
		"name":               a.name,
		"full_name":          "custom_attributes." + a.name,
		"label":              a.name,
		"description":        a.description,
		"data_type":          cmp.Or(map[string]string{"list": "string", "decimal": "float", "datetime": "date"}[a.kind], a.kind),
		"api_writable":       true,
		"messenger_writable": false,
		"ui_writable":        true,
		"custom":             true,
		"archived":           a.archived,
		"admin_id":           a.by,
		"created_at":         a.createdAt,
		"updated_at":         a.updatedAt,
	}
}

var attributeName = regexp.MustCompile(`^[\p{L}\p{N}\p{Sc} _-]+$`)

func (w *workspace) writeDataAttribute(x *exchange, f *fields, a *dataAttribute) {
	if a.id == "" {
		f.fail(w.defineAttribute(x, a))
	}
	f.text("description", &a.description)
	f.flag("archived", &a.archived)
	f.flag("messenger_writable", &a.messengerWritable)
	if !x.body.has("options") {
		return
	}
	options, err := x.body.objects("options")
	switch {
	case err != nil:
		f.fail(refusedAttribute("Options isn't an array"))
	case len(options) < 2:
		f.fail(refusedAttribute("The Data Attribute needs at least two options"))
	}
	a.options = render(options, func(o object) string { return o.text("value") })
	if slices.Contains(a.options, "") {
		f.fail(refusedAttribute("Each option needs a value"))
	}
}

// defineAttribute takes what cannot be changed later.
func (w *workspace) defineAttribute(x *exchange, a *dataAttribute) error {
	a.name, a.model, a.dataType = x.body.text("name"), x.body.text("model"), x.body.text("data_type")
	named := first(w.attributes.where(func(other *dataAttribute) bool { return other.name == a.name }))
	switch {
	case a.model != "contact" && a.model != "company":
		return refusedAttribute("The Data Attribute model field must be either contact or company")
	case !attributeName.MatchString(a.name):
		return refusedAttribute("Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens")
	case named != nil:
		return refusedAttribute("You already have '%s' in your %s data. To save this as new %s data, use a different name.",
			a.name, peopleIn(named.model), peopleIn(a.model))
	}
	switch a.dataType {
	case "string", "integer", "float", "boolean", "date":
	case "datetime":
		a.dataType = "date"
	case "options":
		a.dataType = "string"
		if !x.body.has("options") {
			return refusedAttribute("Options isn't an array")
		}
	default:
		return refusedAttribute("Data Type isn't an option")
	}
	return nil
}

func refusedAttribute(format string, args ...any) error {
	return failure(http.StatusBadRequest, "parameter_invalid", format, args...)
}

// peopleIn is what messages call a model.
func peopleIn(model string) string {
	return cmp.Or(map[string]string{"contact": "people"}[model], model)
}
