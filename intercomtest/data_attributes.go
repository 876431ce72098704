package intercomtest

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
)

func (w *workspace) dataAttributeRoutes() routes {
	return routes{
		legacy: {
			"GET /data_attributes": w.listDataAttributes,
		},
		modern: {
			"GET /data_attributes":                     w.listDataAttributes,
			"POST /data_attributes":                    w.createDataAttribute,
			"PUT /data_attributes/{data_attribute_id}": w.updateDataAttribute,
		},
	}
}

// dataAttribute is an attribute that the workspace defined.
type dataAttribute struct {
	id                string
	model             string
	name              string
	description       string
	dataType          string
	options           []string
	messengerWritable bool
	archived          bool
	createdAt         int64
	updatedAt         int64
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
	switch model {
	case "", modelIn(x, "contact"), "company":
	case "conversation":
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
	if x.generation == legacy {
		return object{"type": "data_attribute.list", "data_attributes": list}, nil
	}
	return object{"type": "list", "data": list}, nil
}

var attributeName = regexp.MustCompile(`^[\p{L}\p{N}\p{Sc} _-]+$`)

func (w *workspace) createDataAttribute(x *exchange) (any, error) {
	a := &dataAttribute{name: x.body.text("name"), model: x.body.text("model"), createdAt: x.now}
	named := first(w.attributes.where(func(other *dataAttribute) bool { return other.name == a.name }))
	switch {
	case a.model != "contact" && a.model != "company":
		return nil, refusedAttribute("The Data Attribute model field must be either contact or company")
	case !attributeName.MatchString(a.name):
		return nil, refusedAttribute("Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens")
	case named != nil:
		return nil, refusedAttribute("You already have '%s' in your %s data. To save this as new %s data, use a different name.",
			a.name, peopleIn(named.model), peopleIn(a.model))
	}
	switch a.dataType = x.body.text("data_type"); a.dataType {
	case "string", "integer", "float", "boolean", "date":
	case "datetime":
		a.dataType = "date"
	case "options":
		a.dataType = "string"
		if !x.body.has("options") {
			return nil, refusedAttribute("Options isn't an array")
		}
	default:
		return nil, refusedAttribute("Data Type isn't an option")
	}
	if err := a.write(x); err != nil {
		return nil, err
	}
	a.id = w.number()
	w.attributes.add(a.id, a)
	w.logThing("data_attribute_creation", a.id, a.name)
	return w.dataAttributeJSON(x, a), nil
}

func (w *workspace) updateDataAttribute(x *exchange) (any, error) {
	a, ok := w.attributes.get(x.param("data_attribute_id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "field_not_found", "We couldn't find that data attribute to update")
	}
	if err := a.write(x); err != nil {
		return nil, err
	}
	w.logThing("data_attribute_update", a.id, a.name)
	return w.dataAttributeJSON(x, a), nil
}

// write changes what can be changed, or leaves the attribute as it is and says
// why.
func (a *dataAttribute) write(x *exchange) error {
	draft := *a
	f := &fields{object: x.body}
	f.text("description", &draft.description)
	f.flag("archived", &draft.archived)
	f.flag("messenger_writable", &draft.messengerWritable)
	if x.body.has("options") {
		options, err := x.body.objects("options")
		switch {
		case err != nil:
			f.fail(refusedAttribute("Options isn't an array"))
		case len(options) < 2:
			f.fail(refusedAttribute("The Data Attribute needs at least two options"))
		}
		draft.options = render(options, func(o object) string { return o.text("value") })
		if slices.Contains(draft.options, "") {
			f.fail(refusedAttribute("Each option needs a value"))
		}
	}
	if f.err != nil {
		return f.err
	}
	draft.updatedAt = x.now
	*a = draft
	return nil
}

func refusedAttribute(format string, args ...any) error {
	return failure(http.StatusBadRequest, "parameter_invalid", format, args...)
}

// peopleIn is what messages call a model.
func peopleIn(model string) string {
	return cmp.Or(map[string]string{"contact": "people"}[model], model)
}
